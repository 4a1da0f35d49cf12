//! Documents that the generator publishes and the browser and server read,
//! and frames that browser and server exchange.
//!
//! Readers ignore unknown fields and know a fallback for unknown variants: an
//! old reader stays in browsers' caches while publisher and server move on.

pub mod api;
pub mod attribute;
pub mod chat;
pub mod condition;
pub mod contact;
pub mod content;
mod decimal;
pub mod file;
pub mod form;
pub mod hook;
pub mod id;
pub mod inbox;
#[cfg(any(test, all(feature = "module", target_arch = "wasm32")))]
mod lean;
pub mod limits;
pub mod notification;
pub mod proactive;
pub mod record;
pub mod template;
pub mod time;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod wasm;
pub mod widget;
