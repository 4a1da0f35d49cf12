//! What an agent sees: one component per file, which reads signals and renders.

mod bubble;
mod composer;
mod conversation;
mod desk;
mod details;
mod help;
mod list;
mod row;
mod sign_in;
mod tags;
mod whole;

pub(crate) use whole::Whole;
