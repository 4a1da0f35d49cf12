//! What an agent sees: one component per file, which reads signals and renders.
#![expect(unreachable_pub, reason = "the properties that the macro makes are `pub`")]

mod account;
mod block;
mod bubble;
mod composer;
mod conversation;
mod desk;
mod details;
mod end;
mod erase;
mod help;
mod list;
mod menu;
mod merge;
mod notifications;
mod offers;
mod person;
mod question;
mod reports;
mod results;
mod row;
mod sign_in;
mod tags;
mod whereabouts;
mod whole;

pub(crate) use whole::Whole;
