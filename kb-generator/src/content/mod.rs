//! From files to a model that knows nothing of HTML pages.
//!
//! [`tree`] finds the files, [`front_matter`] and [`markdown`] read them,
//! [`article`] and [`category`] put the versions of one thing in all locales
//! together, [`links`] finds what an author's link means.

pub mod article;
pub mod category;
pub mod date;
pub(crate) mod dynamic;
pub mod form;
pub mod front_matter;
pub mod front_matter_edit;
pub mod image_size;
pub mod links;
pub mod load;
pub mod markdown;
mod never;
pub mod proactive;
pub mod slug;
pub mod tree;
