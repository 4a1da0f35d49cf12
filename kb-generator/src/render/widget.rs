//! The widget on the pages of a site: its tag, and what is published with a
//! site whose widget needs no server.

use std::collections::BTreeMap;

use kb_locales::{Locale, widget_text};
use kb_protocol::widget::{Availability, WidgetMode, WidgetSettings};
use kb_themes::{Oklch, Rgb, contrast_ratio};
use serde::Serialize;

use super::{AssetSource, Assets};
use crate::config::Widget;
use crate::site::Site;

/// Where the loader stands among the assets that pages ask for.
const LOADER: &str = "widget loader";
/// What a widget with articles consists of beside the messages of each locale.
pub const WIDGET_FILES: [&str; 5] =
    ["widget.js", "kb_widget_kb.js", "kb_widget_kb_bg.wasm", "widget_kb.css", "forms.js"];

/// The widget, built for browsers beforehand: bytes by name, messages as
/// `messages_kb/<locale>.json`, those of its later pieces as
/// `later/<locale>.json`.
#[derive(Clone, Debug, Default)]
pub struct WidgetAssets(pub BTreeMap<String, Vec<u8>>);

/// The one tag of a page, as templates write it.
#[derive(Debug, Serialize)]
pub(super) struct WidgetTag {
    /// Address of the loader.
    src: String,
    /// Public key, for a widget with a server.
    key: Option<String>,
    /// `kb` or `both`; a server's settings are about its brand, this is about
    /// this site.
    mode: WidgetMode,
    /// Address of the site.
    help_site: String,
    /// Where the settings are from the loader's folder, where no server has
    /// them.
    settings: Option<String>,
}

/// The tag of a locale's pages; `None` where the site has no widget.
pub(super) fn tag(site: &Site<'_>, assets: &Assets, locale: &Locale) -> Option<WidgetTag> {
    let widget = site.brand.widget.as_ref()?;
    let help_site = site.brand.base_path().to_owned();
    let mode = widget.mode;
    Some(match &widget.relay {
        Some(relay) => WidgetTag {
            src: format!("{}/widget.js", relay.origin),
            key: Some(relay.key.clone()),
            mode,
            help_site,
            settings: None,
        },
        None => WidgetTag {
            src: assets.address(LOADER)?.to_owned(),
            key: None,
            mode,
            help_site,
            settings: Some(format!(
                "/widget/{}",
                settings_file(spoken_on(locale, &assets.widget_locales))
            )),
        },
    })
}

/// Publishes a widget that needs no server: its files and settings, in a
/// folder that changes its name with them. `color` is the theme's.
pub fn publish(site: &Site<'_>, files: &WidgetAssets, color: &str, assets: &mut Assets) {
    let Some(Widget { relay: None, color: own, .. }) = &site.brand.widget else { return };
    let color = own.clone().unwrap_or_else(|| readable(color));
    let locales = spoken(site, files);
    assets.widget_locales.clone_from(&locales);
    let mut chosen: Vec<(String, Vec<u8>)> = WIDGET_FILES
        .into_iter()
        .map(str::to_owned)
        .chain(locales.iter().flat_map(|locale| [messages(locale), later(locale)]))
        .filter_map(|name| files.0.get(&name).cloned().map(|bytes| (name, bytes)))
        .collect();
    for locale in &locales {
        let settings = settings(site, &locales, locale, &color);
        let bytes = serde_json::to_vec(&settings).expect("texts only");
        chosen.push((settings_file(locale), bytes));
    }
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in &chosen {
        hasher.update(name.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    let folder = format!("assets/widget-{}", &hasher.finalize().to_hex()[..10]);
    for (name, bytes) in chosen {
        let source = AssetSource::Bytes(bytes);
        if name == "widget.js" {
            assets.add_known(LOADER, &format!("{folder}/{name}"), source);
        } else {
            assets.add_at(&format!("{folder}/widget/{name}"), source);
        }
    }
}

/// The locale of the widget on pages of a locale: itself, or the first.
fn spoken_on<'a>(locale: &Locale, spoken: &'a [Locale]) -> &'a Locale {
    spoken.iter().find(|own| *own == locale).unwrap_or(&spoken[0])
}

/// Name of the file with the settings for a locale.
fn settings_file(locale: &Locale) -> String {
    format!("settings/{}.json", locale.code())
}

/// What a server would answer for the brand.
fn settings(site: &Site<'_>, locales: &[Locale], locale: &Locale, color: &str) -> WidgetSettings {
    let brand = site.brand;
    WidgetSettings {
        brand: brand.name.parse().expect("a brand's name is a folder's name"),
        key: String::new(),
        name: brand.title.get(locale, &brand.default_locale).to_owned(),
        color: color.to_owned(),
        greeting: BTreeMap::new(),
        locales: locales.iter().map(|locale| locale.code().to_owned()).collect(),
        locale: locale.code().to_owned(),
        direction: locale.direction().to_owned(),
        label: widget_text(locale, "kb-launcher"),
        availability: Availability::Disabled,
        changes: Vec::new(),
        off_hours_message: BTreeMap::new(),
        closable: true,
        single_conversation: false,
        reopens: true,
        files: false,
        alerts: None,
        suggestions: false,
        idle: None,
        proactive: None,
        mode: WidgetMode::Kb,
        help_site: None,
    }
}

/// The locales of a site that the widget speaks, the default first: it is the
/// one of visitors whose own is not there. English where it speaks none.
fn spoken(site: &Site<'_>, files: &WidgetAssets) -> Vec<Locale> {
    let codes = site.locales.iter().map(|locale| locale.locale.clone());
    let mut locales: Vec<Locale> =
        codes.filter(|locale| files.0.contains_key(&messages(locale))).collect();
    locales.sort_by_key(|locale| *locale != site.brand.default_locale);
    if locales.is_empty() {
        locales.extend(Locale::parse("en").ok());
    }
    locales
}

/// Name of the file with the messages of a locale.
fn messages(locale: &Locale) -> String {
    format!("messages_kb/{}.json", locale.code())
}

/// Name of the file with the messages of later pieces.
fn later(locale: &Locale) -> String {
    format!("later/{}.json", locale.code())
}

/// A theme's colour, darker where white text on it could not be read.
fn readable(color: &str) -> String {
    /// WCAG 2.2, 1.4.3: text that is not large.
    const READABLE: f64 = 4.5;
    /// Of our own design, where a theme has another notion of its colour.
    const DEFAULT: &str = "#0b5fff";
    let color = Rgb::parse(color).or_else(|| Rgb::parse(DEFAULT)).unwrap_or(Rgb::WHITE);
    let mut shown = color;
    let mut tone = Oklch::from(color);
    while contrast_ratio(shown, Rgb::WHITE) < READABLE {
        tone.lightness -= 0.01;
        shown = tone.to_rgb();
    }
    shown.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_can_be_read_on_every_colour() {
        assert_eq!(readable("#00796b"), "#00796b");
        assert_eq!(readable("no colour"), "#0b5fff");
        for color in ["#ffd400", "#fff", "#00ff00"] {
            let shown = Rgb::parse(&readable(color)).expect("a colour");
            assert!(contrast_ratio(shown, Rgb::WHITE) >= 4.5, "{color} became {shown}");
        }
    }
}
