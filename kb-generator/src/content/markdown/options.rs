//! Section `[markdown]` of `kb.toml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How articles are rendered: section `[markdown]` of `kb.toml`.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarkdownOptions {
    /// Whether `$…$`, `$$…$$` and fenced `math` become formulas.
    pub math: bool,
    /// Whether fenced `mermaid` becomes a diagram, drawn in the browser by the
    /// script `mermaid.js`, which the site or `--assets` must provide.
    pub mermaid: bool,
    /// Whether PNG, JPEG and WebP images beside the articles are also
    /// published in smaller sizes, for phones.
    pub responsive_images: bool,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        MarkdownOptions { math: true, mermaid: false, responsive_images: false }
    }
}
