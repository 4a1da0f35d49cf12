//! The texts that come with the program.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use fluent_bundle::FluentResource;

use crate::catalog::Catalog;
use crate::check::Override;
use crate::locale::Locale;
use crate::pseudo;

/// The texts of sites and forms in one folder.
macro_rules! texts {
    ($code:literal) => {
        (
            $code,
            concat!(
                include_str!(concat!("../", $code, "/site.ftl")),
                "\n",
                include_str!(concat!("../", $code, "/form.ftl"))
            ),
        )
    };
}

/// Code and texts of every embedded locale; `en` first, it is complete.
const FILES: [(&str, &str); 10] = [
    texts!("en"),
    texts!("de"),
    texts!("fr"),
    texts!("es"),
    texts!("pt-BR"),
    texts!("ja"),
    texts!("zh-CN"),
    texts!("ko"),
    texts!("ar"),
    texts!("he"),
];

/// The texts of the chat widget, in the order of [`FILES`].
const WIDGET_FILES: [&str; FILES.len()] = [
    include_str!("../en/widget.ftl"),
    include_str!("../de/widget.ftl"),
    include_str!("../fr/widget.ftl"),
    include_str!("../es/widget.ftl"),
    include_str!("../pt-BR/widget.ftl"),
    include_str!("../ja/widget.ftl"),
    include_str!("../zh-CN/widget.ftl"),
    include_str!("../ko/widget.ftl"),
    include_str!("../ar/widget.ftl"),
    include_str!("../he/widget.ftl"),
];

/// The texts of letters, in the order of [`FILES`].
const MAIL_FILES: [&str; FILES.len()] = [
    include_str!("../en/mail.ftl"),
    include_str!("../de/mail.ftl"),
    include_str!("../fr/mail.ftl"),
    include_str!("../es/mail.ftl"),
    include_str!("../pt-BR/mail.ftl"),
    include_str!("../ja/mail.ftl"),
    include_str!("../zh-CN/mail.ftl"),
    include_str!("../ko/mail.ftl"),
    include_str!("../ar/mail.ftl"),
    include_str!("../he/mail.ftl"),
];

/// The texts of the agents' inbox by locale; `en` is complete.
const INBOX_FILES: [(&str, &str); 2] =
    [("en", include_str!("../en/inbox.ftl")), ("de", include_str!("../de/inbox.ftl"))];

const CODES: [&str; FILES.len()] = {
    let mut codes = [""; FILES.len()];
    let mut index = 0;
    while index < FILES.len() {
        codes[index] = FILES[index].0;
        index += 1;
    }
    codes
};

/// Codes of the embedded locales, without the pseudo-locale.
pub fn embedded_locales() -> &'static [&'static str] {
    &CODES
}

/// The embedded `site.ftl` and `form.ftl` of a locale, to start an override from.
pub fn default_messages(locale: &Locale) -> Option<&'static str> {
    FILES.iter().find(|(code, _)| *code == locale.code()).map(|(_, text)| *text)
}

/// The embedded texts of forms in a locale, of `en` where it has none: for
/// programs that have no site.
pub fn form_texts(locale: &Locale) -> &'static Catalog {
    static CATALOGS: LazyLock<BTreeMap<&'static str, Catalog>> = LazyLock::new(|| {
        let english = Locale::known("en");
        let catalog =
            |code: &&'static str| (*code, Catalog::load(&Locale::known(code), &[], &english).0);
        CODES.iter().map(catalog).collect()
    });
    let near = std::iter::successors(Some(locale.clone()), Locale::parent).chain(relative(locale));
    let mut found = near.filter_map(|locale| CATALOGS.get(locale.code()));
    found.next().unwrap_or_else(|| &CATALOGS["en"])
}

/// The embedded texts of letters in a locale, of `en` where it has none.
pub fn mail_texts(locale: &Locale) -> &'static Catalog {
    static CATALOGS: LazyLock<BTreeMap<&'static str, Catalog>> = LazyLock::new(|| {
        let english = Locale::known("en");
        let files = CODES.iter().zip(MAIL_FILES);
        let files: Vec<Override> = files
            .map(|(code, text)| Override {
                path: format!("locales/{code}/mail.ftl"),
                text: text.to_owned(),
            })
            .collect();
        let catalog =
            |code: &&'static str| (*code, Catalog::load(&Locale::known(code), &files, &english).0);
        CODES.iter().map(catalog).collect()
    });
    let near = std::iter::successors(Some(locale.clone()), Locale::parent).chain(relative(locale));
    let mut found = near.filter_map(|locale| CATALOGS.get(locale.code()));
    found.next().unwrap_or_else(|| &CATALOGS["en"])
}

/// The embedded `mail.ftl` of a locale.
pub fn mail_messages(locale: &Locale) -> Option<&'static str> {
    let index = CODES.iter().position(|code| *code == locale.code())?;
    Some(MAIL_FILES[index])
}

/// The embedded `widget.ftl` of a locale.
pub fn widget_messages(locale: &Locale) -> Option<&'static str> {
    let index = CODES.iter().position(|code| *code == locale.code())?;
    Some(WIDGET_FILES[index])
}

/// The embedded `inbox.ftl` of a locale.
pub(crate) fn inbox_messages(locale: &Locale) -> Option<&'static str> {
    INBOX_FILES.iter().find(|(code, _)| *code == locale.code()).map(|(_, text)| *text)
}

/// Codes of the locales into which the inbox is translated.
pub fn inbox_locales() -> impl Iterator<Item = &'static str> {
    INBOX_FILES.iter().map(|(code, _)| *code)
}

/// The parsed texts of a locale, the pseudo-locale included; parsed once.
pub(crate) fn resource(locale: &Locale) -> Option<Arc<FluentResource>> {
    static RESOURCES: LazyLock<BTreeMap<&'static str, Arc<FluentResource>>> = LazyLock::new(|| {
        let pseudo = (pseudo::PSEUDO_LOCALE, pseudo::pseudo_messages(FILES[0].1));
        FILES
            .iter()
            .map(|(code, text)| (*code, (*text).to_owned()))
            .chain([pseudo])
            .map(|(code, text)| (code, Arc::new(parse(text))))
            .collect()
    });
    RESOURCES.get(locale.code()).map(Arc::clone)
}

/// The embedded locale that reads best for one that is not embedded: same
/// language and script, so `pt-PT` gets `pt-BR`, but `zh-TW` gets nothing.
pub(crate) fn relative(locale: &Locale) -> Option<Locale> {
    CODES.iter().map(|code| Locale::known(code)).find(|candidate| {
        candidate.language() == locale.language() && candidate.script() == locale.script()
    })
}

fn parse(text: String) -> FluentResource {
    // A test parses every embedded file; what cannot be read is skipped.
    FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource)
}
