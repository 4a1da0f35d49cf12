//! From the model of a site to the bytes of its files. No disk, no clock.
//!
//! [`Renderer`] prepares what the pages of one brand share; [`Renderer::routes`]
//! lists the files, [`Renderer::render`] makes one. The build makes all of
//! them in parallel, the preview server one at a time.

mod asset;
mod content_json;
mod context;
mod feed;
mod form;
mod host_files;
mod json_ld;
mod links;
mod lists;
mod llms;
mod page;
mod policy;
mod renderer;
mod route;
mod sitemap;
mod template;
mod widget;
mod xml;

pub use crate::site::Redirect;
pub(crate) use asset::FORM_TAG;
pub use asset::{AssetSource, Assets, FormAssets, SearchAssets, social_key};
pub use content_json::{article_page, category_page};
pub use renderer::{FORM_LINK, Parts, Renderer, SearchOutcome, page_addresses};
pub use route::Route;
pub use template::RenderError;
pub use widget::{WIDGET_FILES, WidgetAssets, publish as publish_widget};
