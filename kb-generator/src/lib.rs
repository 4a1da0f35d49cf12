//! Turns a folder of articles into localized, branded help sites.

/// From files to a model; knows nothing of HTML pages.
pub mod content {
    pub mod markdown;
}
