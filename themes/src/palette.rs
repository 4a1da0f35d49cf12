//! The colour tokens of one scheme, derived from the accent and the greys.
//!
//! Lightness is shifted, hue is kept: a token that is too close to what it
//! stands on moves towards black or white by the smallest step that reaches
//! the declared ratio.

use std::collections::BTreeMap;

use crate::color::{Oklch, Rgb, contrast_ratio};
use crate::manifest::{ContrastPair, Manifest, Neutral, Shade, TokenRecipe};

/// Near-black that stands on light accents.
const DARK_TEXT: Oklch = Oklch { lightness: 0.18, chroma: 0.01, hue: 260.0 };

/// A light chroma limit so that a vivid accent does not make neon tints.
const MOST_CHROMA: f64 = 0.26;

/// Which set of tokens is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scheme {
    /// Dark instead of light.
    pub dark: bool,
    /// For readers who ask for more contrast.
    pub more_contrast: bool,
}

/// Colours that tokens are derived from.
pub(crate) struct Sources<'a> {
    /// Every colour variable by name.
    pub(crate) colors: &'a BTreeMap<String, Rgb>,
    pub(crate) neutral: Neutral,
}

/// Colour tokens by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Colours by token name.
    pub colors: BTreeMap<String, Rgb>,
}

/// A pair that does not reach its ratio.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LowContrast {
    pub(crate) text: String,
    pub(crate) on: String,
    pub(crate) ratio: f64,
    pub(crate) needed: f64,
}

impl Palette {
    /// Derives all tokens of `manifest`.
    pub(crate) fn derive(manifest: &Manifest, sources: &Sources<'_>, scheme: Scheme) -> Self {
        let mut shades: BTreeMap<&str, Oklch> = manifest
            .tokens
            .iter()
            .filter(|(_, recipe)| recipe.on.is_none())
            .map(|(name, recipe)| (name.as_str(), shade(recipe, sources, scheme)))
            .collect();
        for pair in &manifest.contrast {
            let behind: Vec<Rgb> = pair
                .on
                .iter()
                .filter_map(|name| shades.get(name.as_str()))
                .map(|behind| behind.to_rgb())
                .collect();
            if let Some(shade) = shades.get_mut(pair.text.as_str()) {
                *shade = shift(*shade, &behind, needed(pair, scheme));
            }
        }
        for behind in manifest.tokens.values().filter_map(|recipe| recipe.on.as_deref()) {
            if let Some(shade) = shades.get_mut(behind) {
                *shade = made_for_white(*shade);
            }
        }
        let mut colors: BTreeMap<String, Rgb> =
            shades.iter().map(|(name, shade)| ((*name).to_owned(), shade.to_rgb())).collect();
        for (name, recipe) in &manifest.tokens {
            if let Some(behind) = recipe.on.as_ref().and_then(|on| colors.get(on).copied()) {
                colors.insert(name.clone(), readable_on(behind));
            }
        }
        Self { colors }
    }

    /// Every declared pair that stays below its ratio.
    pub(crate) fn low_contrast(&self, manifest: &Manifest, scheme: Scheme) -> Vec<LowContrast> {
        let mut found = Vec::new();
        for pair in &manifest.contrast {
            let needed = needed(pair, scheme);
            for on in &pair.on {
                let (Some(front), Some(behind)) =
                    (self.colors.get(&pair.text), self.colors.get(on))
                else {
                    continue;
                };
                let ratio = contrast_ratio(*front, *behind);
                if ratio < needed {
                    found.push(LowContrast {
                        text: pair.text.clone(),
                        on: on.clone(),
                        ratio,
                        needed,
                    });
                }
            }
        }
        found
    }
}

/// Ratio that a pair must reach; `more` cannot be asked of tokens that are
/// chosen between black and white.
fn needed(pair: &ContrastPair, scheme: Scheme) -> f64 {
    match (scheme.more_contrast, pair.more) {
        (false, _) => pair.ratio,
        (true, Some(more)) => more,
        (true, None) if pair.ratio < 4.5 => 4.5,
        (true, None) => 7.0,
    }
}

fn shade(recipe: &TokenRecipe, sources: &Sources<'_>, scheme: Scheme) -> Oklch {
    let Shade { l, c } = if scheme.dark { recipe.dark } else { recipe.light };
    let accent = sources.colors.get("accent").copied().map_or(Oklch::from(Rgb::WHITE), Oklch::from);
    match (recipe.hue, recipe.from.as_deref()) {
        (Some(hue), _) => Oklch { lightness: l.unwrap_or(0.6), chroma: c.unwrap_or(0.1), hue },
        (None, Some("neutral") | None) => Oklch {
            lightness: l.unwrap_or(0.5),
            chroma: neutral_chroma(c.unwrap_or(0.0), sources.neutral, accent),
            hue: sources.neutral.hue.unwrap_or(accent.hue),
        },
        (None, Some(name)) => {
            let source = sources.colors.get(name).copied().map_or(accent, Oklch::from);
            Oklch {
                lightness: l.unwrap_or(source.lightness),
                chroma: c.unwrap_or(MOST_CHROMA).min(source.chroma),
                hue: source.hue,
            }
        }
    }
}

/// Greys that take the accent's hue are never more colourful than the accent:
/// the hue of a grey accent means nothing.
fn neutral_chroma(chroma: f64, neutral: Neutral, accent: Oklch) -> f64 {
    let chroma = chroma * neutral.chroma;
    if neutral.hue.is_some() { chroma } else { chroma.min(accent.chroma) }
}

/// Moves lightness until `front` reaches `ratio` on all of `behind`, or as far
/// as it goes.
fn shift(front: Oklch, behind: &[Rgb], ratio: f64) -> Oklch {
    // Rounding to 8 bits can take a little away again.
    let reached = |shade: Oklch| {
        let color = shade.to_rgb();
        behind.iter().all(|behind| contrast_ratio(color, *behind) >= ratio)
    };
    if behind.is_empty() || reached(front) {
        return front;
    }
    // At a luminance of 0.179 black and white contrast equally well.
    let mean = behind.iter().map(|color| color.luminance()).sum::<f64>() / behind.len() as f64;
    let end = if mean > 0.179 { 0.0 } else { 1.0 };
    let (mut failing, mut holding) = (front.lightness, end);
    for _ in 0..16 {
        let middle = f64::midpoint(failing, holding);
        if reached(Oklch { lightness: middle, ..front }) {
            holding = middle;
        } else {
            failing = middle;
        }
    }
    Oklch { lightness: holding, ..front }
}

/// Darkens a colour on which white nearly reads, since brands of that strength
/// look like themselves with white letters, not with black ones.
fn made_for_white(behind: Oklch) -> Oklch {
    let nearly = contrast_ratio(Rgb::WHITE, behind.to_rgb()) >= 3.0;
    if nearly { shift(behind, &[Rgb::WHITE], 4.5) } else { behind }
}

/// White where it reads well, else near-black: on every colour one of the two
/// reaches 4.5:1.
fn readable_on(behind: Rgb) -> Rgb {
    let dark = DARK_TEXT.to_rgb();
    let white = contrast_ratio(Rgb::WHITE, behind);
    let best_dark = contrast_ratio(dark, behind);
    if white >= 4.5 {
        return Rgb::WHITE;
    }
    if best_dark >= 4.5 { dark } else { Rgb { red: 0, green: 0, blue: 0 } }
}
