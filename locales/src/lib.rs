//! Interface texts, dates, numbers, plural forms and order in every locale.
//!
//! [`Locale`] is a BCP 47 code. [`Catalog`] answers the messages of one locale,
//! message by message: the site's own text, the embedded one, the parent's
//! (`pt-BR` to `pt`), the site's default locale, `en`. [`negotiate`] chooses
//! the locale of a visitor. Texts live in `<code>/site.ftl` and `<code>/form.ftl` beside `src`; `en`
//! is the one that names every id and explains every variable. Those of the
//! chat widget live in `<code>/widget.ftl`, and [`compile`] makes of them what
//! a browser reads; those of letters in `<code>/mail.ftl`.
//!
//! Nothing here touches disk, network or clock: overrides are handed in as
//! text.

mod argument;
mod catalog;
mod check;
mod collation;
mod compiled;
mod embedded;
mod format;
mod layer;
mod locale;
mod names;
mod negotiate;
mod plural;
mod pseudo;
mod reading;

pub use argument::Argument;
pub use catalog::{Catalog, MessageError, missing_messages};
pub use check::{CatalogProblem, Override};
pub use compiled::{CompileError, compile, compile_inbox, widget_text};
pub use embedded::{
    default_messages, embedded_locales, form_texts, inbox_locales, mail_messages, mail_texts,
    widget_messages,
};
pub use locale::{Locale, LocaleError};
pub use negotiate::negotiate;
pub use plural::plural_category;
pub use pseudo::PSEUDO_LOCALE;
pub use reading::{count_words, reading_minutes};
