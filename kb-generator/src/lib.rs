//! Turns a folder of articles into localized, branded help sites.

pub mod config;
pub mod content;
pub mod diagnostic;
pub mod render;
pub mod site;
