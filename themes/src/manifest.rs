//! `theme.toml`: the typed settings of a theme, its colour tokens and the
//! contrast they must keep.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One `theme.toml`, or several merged from the base theme upwards.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Manifest {
    /// Name as people read it.
    pub title: String,
    /// One sentence on the look.
    pub description: String,
    /// Theme whose files and settings stand where this one has none.
    pub extends: Option<String>,
    /// Style sheets in order, as paths in the theme; empty takes those of the
    /// extended theme.
    pub css: Vec<String>,
    /// Settings in the order in which a form shows them.
    pub sections: Vec<Section>,
    /// Choices of the variable `neutral` by value.
    pub neutrals: BTreeMap<String, Neutral>,
    /// Colour tokens by name, written as custom properties.
    pub tokens: BTreeMap<String, TokenRecipe>,
    /// Pairs of tokens and the contrast that each must reach.
    pub contrast: Vec<ContrastPair>,
}

/// A group of settings.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable name, unique in the theme.
    pub id: String,
    /// Heading of the group.
    pub label: String,
    /// Settings of the group.
    #[serde(default)]
    pub variables: Vec<Variable>,
}

/// One typed setting.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Name in `[theme_settings]` and in templates (`settings.NAME`).
    pub name: String,
    /// What values it takes.
    #[serde(rename = "type")]
    pub kind: VariableType,
    /// Value without a setting of the site.
    pub default: Value,
    /// What a form shows beside the control.
    pub label: String,
    /// One sentence on what it changes.
    #[serde(default)]
    pub help: String,
    /// Choices of a `select`.
    #[serde(default)]
    pub options: Vec<ChoiceOption>,
    /// Least number.
    #[serde(default)]
    pub min: Option<f64>,
    /// Greatest number; of a text, the greatest number of characters; of a
    /// list, of items.
    #[serde(default)]
    pub max: Option<f64>,
    /// Custom property that carries the value into the style sheet.
    #[serde(default)]
    pub css: Option<String>,
    /// Unit that follows a number in the style sheet.
    #[serde(default)]
    pub unit: String,
}

/// Type of a [`Variable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VariableType {
    /// `#rgb` or `#rrggbb`.
    Color,
    /// One of the options.
    Select,
    /// A number within `min` and `max`.
    Number,
    /// One line of text, the same for all locales or a table by locale.
    Text,
    /// An address: `https`, `mailto`, `tel`, or relative to the site. May be empty.
    Link,
    /// A list of texts, the same for all locales or a table by locale.
    List,
    /// `true` or `false`.
    Boolean,
    /// Path of a file in the site's `static/` folder. May be empty.
    File,
}

/// One choice of a `select`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// What the site writes.
    pub value: String,
    /// What a form shows.
    pub label: String,
    /// What the variable's custom property becomes, if it has one.
    #[serde(default)]
    pub css: Option<String>,
}

/// Hue and strength of the greys.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Neutral {
    /// OKLCH hue in degrees; absent takes the accent's.
    #[serde(default)]
    pub hue: Option<f64>,
    /// Factor on the chroma of every token from `neutral`; `0` is pure grey.
    pub chroma: f64,
}

/// How one colour token comes about.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenRecipe {
    /// `accent`, `neutral`, or the name of another colour variable.
    pub from: Option<String>,
    /// OKLCH hue in degrees, in place of `from`.
    pub hue: Option<f64>,
    /// Takes white or near-black, whichever reads better on this token.
    pub on: Option<String>,
    /// Shade in the light scheme.
    pub light: Shade,
    /// Shade in the dark scheme.
    pub dark: Shade,
}

/// Lightness and chroma of a token in one scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shade {
    /// OKLCH lightness, 0 to 1; absent takes the source colour's.
    pub l: Option<f64>,
    /// OKLCH chroma; absent takes the source colour's. With a source colour
    /// it is the most, so that a grey accent gives grey tints.
    pub c: Option<f64>,
}

/// Two tokens that stand on each other.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ContrastPair {
    /// Token in front; its lightness is shifted until the pair holds.
    pub text: String,
    /// Tokens behind.
    pub on: Vec<String>,
    /// Least WCAG 2 contrast ratio: 4.5 for text, 3 for borders of controls
    /// and the focus ring.
    pub ratio: f64,
    /// Least ratio where the reader asks for more contrast.
    #[serde(default)]
    pub more: Option<f64>,
}

impl Manifest {
    /// All variables in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.sections.iter().flat_map(|section| &section.variables)
    }

    /// Returns the variable of this name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables().find(|variable| variable.name == name)
    }

    /// Lays `upper` over this manifest: what it names replaces what is here.
    pub(crate) fn overlay(&mut self, upper: Manifest) {
        if !upper.title.is_empty() {
            self.title = upper.title;
        }
        if !upper.description.is_empty() {
            self.description = upper.description;
        }
        if !upper.css.is_empty() {
            self.css = upper.css;
        }
        self.extends = upper.extends.or(self.extends.take());
        for section in upper.sections {
            self.overlay_section(section);
        }
        self.neutrals.extend(upper.neutrals);
        self.tokens.extend(upper.tokens);
        for pair in upper.contrast {
            self.contrast.retain(|old| old.text != pair.text || old.on != pair.on);
            self.contrast.push(pair);
        }
    }

    fn overlay_section(&mut self, upper: Section) {
        let mut added = Vec::new();
        for variable in upper.variables {
            let old = self
                .sections
                .iter_mut()
                .flat_map(|section| &mut section.variables)
                .find(|old| old.name == variable.name);
            match old {
                Some(old) => *old = variable,
                None => added.push(variable),
            }
        }
        match self.sections.iter_mut().find(|section| section.id == upper.id) {
            Some(section) => {
                section.label = upper.label;
                section.variables.extend(added);
            }
            None if added.is_empty() => {}
            None => self.sections.push(Section { variables: added, ..upper }),
        }
    }
}
