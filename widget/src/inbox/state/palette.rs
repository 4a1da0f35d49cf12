//! What `/` at the beginning of a line offers: shortcuts and articles.

use std::collections::HashMap;

use kb_protocol::content::ArticleEntry;
use kb_protocol::id::BrandId;
use kb_protocol::inbox::{InboxBrand, InboxItem, InboxSetup, LocaleTexts, Shortcut};
use kb_protocol::template::{Named, Target, Template};

/// Most articles that are offered.
const ARTICLES: usize = 6;
/// Longest text after `/` that still asks for something, in characters.
const QUERY_CHARS: usize = 60;

/// The stretch of a text that asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Byte of the `/`.
    pub start: usize,
    /// Byte after the last character, where the caret is.
    pub end: usize,
    /// What stands after the `/`.
    pub text: String,
}

/// What is asked for where the caret is, if anything: a line that begins with
/// `/`. `caret` is in units of UTF-16, as browsers count.
pub fn query_at(text: &str, caret: usize) -> Option<Query> {
    let end = byte_of(text, caret);
    let start = text[..end].rfind('\n').map_or(0, |line| line + 1);
    let asked = text[start..end].strip_prefix('/')?;
    // Two of them begin a path or a comment.
    let is_short = !asked.starts_with('/') && asked.chars().count() <= QUERY_CHARS;
    is_short.then(|| Query { start, end, text: asked.to_owned() })
}

/// The byte at a place that is counted in units of UTF-16.
fn byte_of(text: &str, units: usize) -> usize {
    let mut counted = 0;
    for (index, character) in text.char_indices() {
        if counted >= units {
            return index;
        }
        counted += character.len_utf16();
    }
    text.len()
}

/// Units of UTF-16 up to a byte.
pub fn units_of(text: &str, byte: usize) -> usize {
    text[..byte].encode_utf16().count()
}

/// One offer.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// A text of the settings, in the customer's locale.
    Shortcut {
        /// Which one.
        shortcut: Shortcut,
        /// The text, with everything filled in.
        text: String,
    },
    /// A link to an article.
    Article {
        /// Its title.
        title: String,
        /// Its whole address.
        address: String,
    },
}

impl Offer {
    /// Stays the same while more is typed.
    pub fn key(&self) -> String {
        match self {
            Self::Shortcut { shortcut, .. } => format!("s {}", shortcut.name),
            Self::Article { address, .. } => format!("a {address}"),
        }
    }

    /// What is written in place of the query.
    pub fn written(&self) -> String {
        match self {
            Self::Shortcut { text, .. } => text.clone(),
            Self::Article { title, address } => format!("{title}: {address}"),
        }
    }
}

/// The names that a shortcut fills in.
#[derive(Clone, Copy, Debug)]
struct Names<'a> {
    /// Nothing if the customer has given none.
    customer: Option<&'a str>,
    /// Who writes.
    agent: &'a str,
    /// As shown to visitors.
    brand: &'a str,
    /// Attributes under their whole names.
    custom: &'a [(String, String)],
}

/// A text with its values. What the relay let pass is a template; another
/// text stays as it is.
fn filled(text: &str, names: Names<'_>) -> String {
    let Ok(template) = Template::parse(text) else { return text.to_owned() };
    let customer = names.customer.unwrap_or_default();
    let mut values = vec![
        ("customer.name", customer),
        ("customer.firstName", first_name(customer)),
        ("user.name", names.agent),
        ("user.firstName", first_name(names.agent)),
        ("brand.name", names.brand),
    ];
    values.extend(names.custom.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    template.filled(Target::Text, &Named(&values))
}

/// How somebody is called by those who know them: the first word, which is not
/// so in every language; there a shortcut uses the whole name.
fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// The text in a locale, else in its language, else in the brand's default
/// locale, else in the first.
pub fn in_locale<'a>(texts: &'a LocaleTexts, locale: &str, default: &str) -> Option<&'a str> {
    let exact = |code: &str| {
        texts.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, text)| text)
    };
    let found = exact(locale).or_else(|| exact(language(locale))).or_else(|| exact(default));
    found.or_else(|| texts.values().next()).map(String::as_str)
}

/// `pt` of `pt-BR`.
fn language(locale: &str) -> &str {
    locale.split('-').next().unwrap_or(locale)
}

/// Locales in which a brand's articles are looked for, the best first.
pub fn article_locales(brand: &InboxBrand, locale: &str) -> Vec<String> {
    let default = brand.locales.first().map_or("en", String::as_str);
    let mut locales: Vec<String> = Vec::new();
    for code in [locale, language(locale), default] {
        if !code.is_empty() && !locales.iter().any(|known| known.eq_ignore_ascii_case(code)) {
            locales.push(code.to_owned());
        }
    }
    locales
}

/// The articles of a brand in one locale, as far as they are here.
#[derive(Clone, Debug, PartialEq)]
pub enum Articles {
    /// On their way.
    Loading,
    /// Here.
    Ready(Vec<ArticleEntry>),
    /// The help site does not answer.
    Failed,
}

/// Articles by brand and locale of the customer.
pub type Library = HashMap<(BrandId, String), Articles>;

/// What is offered for a query, shortcuts first.
pub(crate) fn offers(
    query: &str,
    setup: &InboxSetup,
    library: &Library,
    item: &InboxItem,
    custom: &[(String, String)],
    agent: &str,
) -> Vec<Offer> {
    let brand = setup.brands.iter().find(|brand| brand.id == item.brand);
    let default = brand.and_then(|brand| brand.locales.first()).map_or("en", String::as_str);
    let names = Names {
        customer: item.customer_name.as_deref(),
        agent,
        brand: brand.map_or("", |brand| brand.name.as_str()),
        custom,
    };
    let wanted = query.trim().to_lowercase();
    let mut shortcuts: Vec<(usize, Offer)> = setup
        .shortcuts
        .iter()
        .filter_map(|shortcut| {
            let text = in_locale(&shortcut.text, &item.locale, default)?;
            let rank = shortcut_rank(shortcut, text, &wanted)?;
            let text = filled(text, names);
            Some((rank, Offer::Shortcut { shortcut: shortcut.clone(), text }))
        })
        .collect();
    // Stable: of equal rank by name.
    shortcuts.sort_by_key(|(rank, _)| *rank);
    let mut list: Vec<Offer> = shortcuts.into_iter().map(|(_, offer)| offer).collect();
    let articles = library.get(&(item.brand.clone(), item.locale.clone()));
    let site = brand.and_then(|brand| brand.help_site.as_deref());
    if let (Some(Articles::Ready(articles)), Some(site)) = (articles, site) {
        let mut found: Vec<(usize, &ArticleEntry)> = articles
            .iter()
            .filter_map(|article| Some((article_rank(article, &wanted)?, article)))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        list.extend(found.into_iter().take(ARTICLES).map(|(_, article)| Offer::Article {
            title: article.title.clone(),
            address: format!("{}{}", origin(site), article.url),
        }));
    }
    list
}

fn shortcut_rank(shortcut: &Shortcut, text: &str, wanted: &str) -> Option<usize> {
    if shortcut.name.starts_with(wanted) {
        return Some(0);
    }
    if shortcut.name.contains(wanted) {
        return Some(1);
    }
    text.to_lowercase().contains(wanted).then_some(2)
}

/// Every word has to stand in title, description or tags; words of the title
/// count more, and without any word the featured articles come first.
fn article_rank(article: &ArticleEntry, wanted: &str) -> Option<usize> {
    let title = article.title.to_lowercase();
    if wanted.is_empty() {
        return Some(usize::from(!article.featured));
    }
    let rest = format!("{} {}", article.description, article.tags.join(" ")).to_lowercase();
    let mut rank = 0;
    for word in wanted.split_whitespace() {
        if !title.contains(word) {
            if !rest.contains(word) {
                return None;
            }
            rank += 1;
        }
    }
    Some(rank)
}

/// Scheme, host and port of an address.
pub(crate) fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |index| index + 3);
    address[host..].find('/').map_or(address, |end| &address[..host + end])
}

#[cfg(test)]
mod tests {
    use kb_protocol::inbox::Status;

    use super::super::samples::item;
    use super::*;

    fn texts(texts: &[(&str, &str)]) -> LocaleTexts {
        texts.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect()
    }

    fn setup() -> InboxSetup {
        let shortcut = |name: &str, list: &[(&str, &str)]| Shortcut {
            name: name.into(),
            text: texts(list),
            tags: Vec::new(),
            status: Some(Status::Done),
            sub_status: None,
        };
        InboxSetup {
            brands: vec![InboxBrand {
                id: "pedalo".parse().expect("an id"),
                name: "Pedalo".into(),
                help_site: Some("https://help.example.com/pedalo/".into()),
                locales: vec!["en".into(), "de".into()],
            }],
            sub_statuses: Vec::new(),
            files: true,
            shortcuts: vec![
                shortcut("bye", &[("en", "Have a good ride!")]),
                shortcut(
                    "hello",
                    &[
                        (
                            "en",
                            "Hello {{customer.firstName | \"there\"}}! I am {{user.name}} of {{brand.name}}.",
                        ),
                        (
                            "de",
                            "Hallo {{customer.name | \"und willkommen\"}}, hier ist {{user.firstName}}.",
                        ),
                    ],
                ),
            ],
        }
    }

    fn article(title: &str, tags: &[&str], featured: bool) -> ArticleEntry {
        ArticleEntry {
            id: title.into(),
            title: title.into(),
            description: String::new(),
            url: format!("/pedalo/en/{}/", title.len()),
            locale: "en".into(),
            categories: Vec::new(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            featured,
            updated_at: None,
            reading_minutes: 1,
        }
    }

    fn offered(query: &str, locale: &str) -> Vec<String> {
        let item = InboxItem { locale: locale.into(), ..item("a") };
        let articles = vec![
            article("Charge the battery", &[], false),
            article("Unlock a bike", &["code"], true),
        ];
        let library = [((item.brand.clone(), locale.to_owned()), Articles::Ready(articles))];
        let list = offers(query, &setup(), &library.into_iter().collect(), &item, &[], "Kim");
        list.iter().map(Offer::written).collect()
    }

    #[test]
    fn a_line_that_begins_with_a_slash_asks() {
        let query = |text: &str, caret| query_at(text, caret).map(|query| query.text);
        assert_eq!(query("/he", 3).as_deref(), Some("he"));
        assert_eq!(query("Dear 🚲,\n/lost bike", 19).as_deref(), Some("lost bike"));
        assert_eq!(query("/he", 0), None, "before it");
        assert_eq!(query("and/or", 6), None);
        assert_eq!(query("//", 2), None);
        assert_eq!(query("/he\nnext", 8), None);
        assert_eq!(query(&format!("/{}", "x".repeat(61)), 62), None);
        let text = "🚲\n/ü";
        let query = query_at(text, 5).expect("asks");
        assert_eq!((&text[query.start..query.end], units_of(text, query.end)), ("/ü", 5));
    }

    #[test]
    fn what_is_offered_begins_with_what_was_typed() {
        assert_eq!(
            offered("", "en"),
            [
                "Have a good ride!",
                "Hello there! I am Kim of Pedalo.",
                "Unlock a bike: https://help.example.com/pedalo/en/13/",
                "Charge the battery: https://help.example.com/pedalo/en/18/",
            ]
        );
        assert_eq!(offered("hel", "en"), ["Hello there! I am Kim of Pedalo."]);
        assert_eq!(offered("ride", "en"), ["Have a good ride!"]);
        assert_eq!(
            offered("bike code", "en"),
            ["Unlock a bike: https://help.example.com/pedalo/en/13/"]
        );
        assert!(offered("nothing", "en").is_empty());
    }

    #[test]
    fn a_text_comes_in_the_customers_locale_or_the_brands() {
        assert_eq!(offered("hell", "de-AT"), ["Hallo und willkommen, hier ist Kim."]);
        assert_eq!(offered("hell", "ja"), ["Hello there! I am Kim of Pedalo."]);
        let brand = &setup().brands[0];
        assert_eq!(article_locales(brand, "pt-BR"), ["pt-BR", "pt", "en"]);
        assert_eq!(article_locales(brand, "EN"), ["EN"]);
    }

    #[test]
    fn names_stand_where_they_belong() {
        let custom = [("customer.custom.planStr".to_owned(), "Gold".to_owned())];
        let names = Names {
            customer: Some(" Ann Lee "),
            agent: "Kim Roe",
            brand: "Pedalo",
            custom: &custom,
        };
        assert_eq!(filled("Your {{customer.custom.planStr}} plan", names), "Your Gold plan");
        assert_eq!(filled("{{customer.custom.teamStr | \"no\"}} team", names), "no team");
        assert_eq!(filled("Hello {{customer.firstName}}!", names), "Hello Ann!");
        assert_eq!(
            filled("{{customer.name}}, {{user.firstName}} here.", names),
            "Ann Lee, Kim here."
        );
        let nobody = Names { customer: None, ..names };
        assert_eq!(filled("Dear {{customer.name | \"customer\"}},", nobody), "Dear customer,");
        assert_eq!(filled("Dear {{", names), "Dear {{", "as an older relay may send it");
    }
}
