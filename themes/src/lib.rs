//! Embedded themes, typed settings, and the layered lookup over them.
//!
//! A theme is a folder with a `theme.toml` (typed settings, colour tokens and
//! the contrast they must keep), `templates/` and `static/`. A file is looked
//! for in the site's own `theme/` folder, then in the named theme, then in the
//! themes it extends, and last in `plain`, so that a site overrides one file
//! without copying the others.
//!
//! - [`Theme`] finds files and reports overrides that override nothing.
//! - [`Manifest`] is `theme.toml`; [`Theme::settings`] checks the values of a
//!   site against its variables.
//! - [`Theme::stylesheet`] turns the settings into custom properties for light,
//!   dark and high contrast, and checks every declared pair of colours.

mod color;
mod embedded;
mod manifest;
mod palette;
mod problem;
mod setting;
mod stylesheet;
mod theme;

pub use color::{Oklch, Rgb, contrast_ratio};
pub use embedded::{embedded_theme_names, file_of};
pub use manifest::{
    ChoiceOption, ContrastPair, Manifest, Neutral, Section, Shade, TokenRecipe, Variable,
    VariableType,
};
pub use palette::{Palette, Scheme};
pub use problem::{ThemeError, ThemeProblem};
pub use setting::{SettingValues, settings_in_locale};
pub use theme::{Theme, ThemeFile};
