//! The one style sheet of a site: custom properties from the settings, then
//! the theme's own files, made small.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::color::Rgb;
use crate::manifest::{Manifest, Neutral, VariableType};
use crate::palette::{Palette, Scheme, Sources};
use crate::problem::ThemeProblem;
use crate::setting::SettingValues;

const LIGHT: Scheme = Scheme { dark: false, more_contrast: false };
const DARK: Scheme = Scheme { dark: true, more_contrast: false };
const LIGHT_MORE: Scheme = Scheme { dark: false, more_contrast: true };
const DARK_MORE: Scheme = Scheme { dark: true, more_contrast: true };

/// Writes the custom properties and reports every pair of tokens that cannot
/// reach its contrast.
pub(crate) fn properties(
    manifest: &Manifest,
    settings: &SettingValues,
) -> (String, Vec<ThemeProblem>) {
    let mut problems = Vec::new();
    let [light, dark, light_more, dark_more] = [LIGHT, DARK, LIGHT_MORE, DARK_MORE].map(|scheme| {
        let palette = palette(manifest, settings, scheme);
        problems.extend(contrast_problems(manifest, &palette, scheme));
        palette
    });

    let mut css = String::from(":root{color-scheme:light dark;");
    for variable in manifest.variables() {
        let value = settings.get(&variable.name).unwrap_or(&variable.default);
        let Some(property) = &variable.css else { continue };
        let text = match (variable.kind, value) {
            (VariableType::Select, Value::String(chosen)) => variable
                .options
                .iter()
                .find(|option| option.value == *chosen)
                .and_then(|option| option.css.clone()),
            (VariableType::Number, Value::Number(number)) => {
                Some(format!("{number}{}", variable.unit))
            }
            (VariableType::Color, Value::String(color)) => Some(color.clone()),
            _ => None,
        };
        if let Some(text) = text {
            // Writing to a string cannot fail.
            let _ = write!(css, "{property}:{text};");
        }
    }
    write_colors(&mut css, &light, &dark, |_| true);
    css.push_str(
        "}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}\
         @media print{:root:root{color-scheme:light}}\
         @media (prefers-contrast:more){:root{",
    );
    write_colors(&mut css, &light_more, &dark_more, |name| {
        light.colors.get(name) != light_more.colors.get(name)
            || dark.colors.get(name) != dark_more.colors.get(name)
    });
    css.push_str("}}\n");
    (css, problems)
}

fn write_colors(css: &mut String, light: &Palette, dark: &Palette, keep: impl Fn(&str) -> bool) {
    for (name, light) in light.colors.iter().filter(|(name, _)| keep(name)) {
        // Both schemes derive the same tokens from one manifest.
        let dark = dark.colors.get(name).unwrap_or(light);
        let _ = write!(css, "--{name}:light-dark({light},{dark});");
    }
}

/// The tokens of one scheme under these settings.
pub(crate) fn palette(manifest: &Manifest, settings: &SettingValues, scheme: Scheme) -> Palette {
    let colors: BTreeMap<String, Rgb> = manifest
        .variables()
        .filter(|variable| variable.kind == VariableType::Color)
        .filter_map(|variable| {
            let value = settings.get(&variable.name).unwrap_or(&variable.default);
            Some((variable.name.clone(), Rgb::parse(value.as_str()?)?))
        })
        .collect();
    let neutral = settings
        .get("neutral")
        .and_then(Value::as_str)
        .and_then(|name| manifest.neutrals.get(name))
        .copied()
        .unwrap_or(Neutral { hue: None, chroma: 0.0 });
    Palette::derive(manifest, &Sources { colors: &colors, neutral }, scheme)
}

fn contrast_problems(manifest: &Manifest, palette: &Palette, scheme: Scheme) -> Vec<ThemeProblem> {
    let scheme_name = if scheme.dark { "dark" } else { "light" };
    let wish = if scheme.more_contrast { " with more contrast" } else { "" };
    palette
        .low_contrast(manifest, scheme)
        .into_iter()
        .map(|low| {
            let message = format!(
                "`{}` on `{}` has a contrast of {:.2}:1 in the {scheme_name} scheme{wish}, \
                 {}:1 is needed",
                low.text, low.on, low.ratio, low.needed
            );
            ThemeProblem {
                variable: Some(low.text),
                help: Some("move the two tokens apart in `theme.toml`".into()),
                ..ThemeProblem::file("low-contrast", "theme.toml", message)
            }
        })
        .collect()
}

/// Takes comments, line breaks and needless spaces out of a style sheet.
///
/// Strings are kept as they are. Spaces around `+`, `-`, `*` and before `:` and
/// `(` stay, since they mean something in `calc()`, selectors and queries.
pub(crate) fn minify(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        if first == '"' || first == '\'' {
            let end = string_end(rest, first);
            small.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        rest = &rest[first.len_utf8()..];
        if first.is_whitespace() {
            if !small.is_empty() && !small.ends_with([' ', '{', '}', ';', ',', '>', ':', '(']) {
                small.push(' ');
            }
            continue;
        }
        if matches!(first, '{' | '}' | ';' | ',' | '>' | ')') && small.ends_with(' ') {
            small.pop();
        }
        if first == '}' && small.ends_with(';') {
            small.pop();
        }
        small.push(first);
    }
    small
}

fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return index + character.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn a_style_sheet_gets_small_without_changing_its_meaning() {
        let cases = [
            ("a { color : red ; }", "a{color :red}"),
            ("/* x */ a > b , c { }", "a>b,c{}"),
            ("a :hover{ width: calc(1px + 2px) }", "a :hover{width:calc(1px + 2px)}"),
            ("a::before { content: \" /* } \\\" \" }", "a::before{content:\" /* } \\\" \"}"),
            (
                "@media (width >= 40em) and (a: b) { a { b: c } }",
                "@media (width>= 40em) and (a:b){a{b:c}}",
            ),
        ];
        for (css, small) in cases {
            assert_eq!(minify(css), small);
        }
    }
}
