//! Which locale somebody reads best, and what the launcher says in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kb_locales::{Locale, compile, embedded_locales, negotiate};

/// Most locales of a browser's wish that are read.
const MAX_WISHES: usize = 16;
/// The message that the launcher says before the others are loaded.
const LABEL: &str = "launcher-open";

/// Locales of an `Accept-Language`, best first (RFC 9110, 12.5.4).
pub(crate) fn parse(wish: &str) -> Vec<Locale> {
    let mut wishes: Vec<(f32, Locale)> = wish
        .split(',')
        .take(MAX_WISHES)
        .filter_map(|part| {
            let (code, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let weight = weight.trim().parse().ok().filter(|weight| *weight > 0.0)?;
            Some((weight, Locale::parse(code.trim()).ok()?))
        })
        .collect();
    // Stable: of equal weights the first counts.
    wishes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    wishes.into_iter().map(|(_, locale)| locale).collect()
}

/// The best of `codes` for these wishes; the first one where none fits.
pub(crate) fn best<'a>(wishes: &[Locale], codes: impl IntoIterator<Item = &'a str>) -> Locale {
    let available: Vec<Locale> =
        codes.into_iter().filter_map(|code| Locale::parse(code).ok()).collect();
    let english = || Locale::parse("en").expect("a code");
    let default = available.first().cloned().unwrap_or_else(english);
    negotiate(wishes, &available, &default)
}

/// What the launcher says, by the code of every locale that the widget has.
pub(crate) fn labels() -> &'static BTreeMap<String, String> {
    static LABELS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let label = |code: &&str| {
            let compiled = compile(&Locale::parse(code).ok()?).ok()??;
            let json: serde_json::Value = serde_json::from_str(&compiled).ok()?;
            Some(((*code).to_owned(), json["messages"][LABEL].as_str()?.to_owned()))
        };
        embedded_locales().iter().filter_map(label).collect()
    });
    &LABELS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_wish_that_is_translated_is_chosen() {
        for (wish, locale) in [
            ("", "en"),
            ("de-AT,en;q=0.8", "de"),
            ("tlh, en;q=0.5, de;q=0.7", "de"),
            ("de;q=0, en", "en"),
            ("*;;q=x,,", "en"),
        ] {
            assert_eq!(best(&parse(wish), ["en", "de"]).code(), locale, "{wish}");
        }
    }

    #[test]
    fn the_launcher_has_a_label_in_every_locale() {
        assert_eq!(labels().len(), embedded_locales().len());
        assert_eq!(labels()["de"], "Chat öffnen");
    }
}
