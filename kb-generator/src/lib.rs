//! Turns a folder of articles into localized, branded help sites.
//!
//! [`config`] reads `kb.toml`; [`content`] the articles; [`site`] makes the
//! model of one brand's site; [`render`] its files' bytes; [`build`] puts the
//! work in order and [`publish`] writes; [`cli`] is the command `kb`. Problems in content are values
//! ([`diagnostic`]): a build reports all of them and publishes the rest.

// The command line speaks of the library by its name, as any program would.
extern crate self as kb_generator;

pub mod build;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod index;
mod inputs;
pub mod link_check;
pub mod memory;
mod precompress;
pub mod prepared_site;
pub mod publish;
pub mod render;
pub mod serve;
pub mod site;
pub mod smaller_images;
pub mod social_image;
pub mod sources;
