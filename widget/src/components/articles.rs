//! The help site in the panel: search and lists, a category, an article.

mod lists;
mod page;
mod prose;
mod search;

pub(super) use lists::topics;
pub(super) use page::page;
pub(super) use search::search;
