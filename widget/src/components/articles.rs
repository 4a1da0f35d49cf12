//! The help site in the panel: search and lists, a category, an article, a form.

mod lists;
mod page;
mod part;
mod prose;
mod search;

pub(super) use lists::topics;
pub(super) use page::page;
pub(super) use part::part;
pub(super) use search::search;
