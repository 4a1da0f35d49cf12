//! The search index, both ends: written natively, read in the browser.
#![cfg_attr(not(feature = "write"), no_std)]

extern crate alloc;

mod document;
#[cfg(feature = "write")]
mod writer;

pub use document::{Document, IndexOptions, Section};
#[cfg(feature = "write")]
pub use writer::{IndexError, NativeHit, SearchIndex, build_index, search_native};
