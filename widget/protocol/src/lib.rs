//! Documents that the generator publishes and the browser and server read.
//!
//! Readers ignore unknown fields: an old reader stays in browsers' caches
//! while the published documents move on.

pub mod content;
