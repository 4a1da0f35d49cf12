//! One file per resource. Each handler limits, validates and acts; the
//! [`door`](crate::door) before it has asked who it is.

pub(crate) mod chat;
pub(crate) mod customers;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod forms;
pub(crate) mod frame;
pub(crate) mod health;
pub(crate) mod hooks;
pub(crate) mod inbox;
pub(crate) mod inbox_page;
pub(crate) mod mail;
pub(crate) mod merges;
pub(crate) mod notifications;
pub(crate) mod person;
pub(crate) mod records;
pub(crate) mod session;
pub(crate) mod way_back;
pub(crate) mod widget;
