//! Front matter: the settings at the head of an article.
//!
//! Strict about types, tolerant about foreign keys. The usual names of Hugo,
//! Zola, Docusaurus and Starlight are read as ours.

use std::fmt::Display;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::date::Date;
use crate::diagnostic::{Diagnostic, did_you_mean};

/// What the head of an article or category says; nothing is required.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// Stable id, part of the address.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// One sentence for lists and search engines.
    pub description: Option<String>,
    /// Readable part of the address.
    pub slug: Option<String>,
    /// Place among its siblings; smaller comes first.
    pub order: Option<f64>,
    /// Not to be published.
    pub draft: bool,
    /// Not to be published before.
    pub publish_at: Option<Date>,
    /// First published.
    pub published_at: Option<Date>,
    /// Last changed in a way that matters to readers.
    pub updated_at: Option<Date>,
    /// No longer published.
    pub archived: bool,
    /// Not to be published from then on.
    pub archive_at: Option<Date>,
    /// Old addresses.
    pub aliases: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Further categories, by path or id.
    pub categories: Vec<String>,
    /// Category that contains this one, by path; for `_index.md`.
    pub parent: Option<String>,
    /// Name of an icon, for categories.
    pub icon: Option<String>,
    /// Shown on the home page.
    pub featured: bool,
    /// Kept from search engines.
    pub noindex: bool,
    /// Address that search engines should use instead.
    pub canonical: Option<String>,
    /// Picture for social networks.
    pub image: Option<String>,
    /// Factor on the rank in search, 1 where it is left out.
    pub boost: Option<f64>,
    /// Words that find the article though it does not contain them.
    pub keywords: Vec<String>,
    /// `internal`: never on a public site.
    pub internal: bool,
    /// Brands to which the article belongs; chosen by rule where it is left out.
    pub brands: Vec<String>,
    /// Headings are questions and what follows are their answers.
    pub faq: bool,
    /// Source hash at the time of translation.
    pub source_hash: Option<String>,
    /// Keys that mean nothing here.
    pub foreign_keys: Vec<String>,
}

/// Every key of ours, then what others call it.
const KEYS: &[(&str, &[&str])] = &[
    ("id", &[]),
    ("title", &["linkTitle", "sidebar_label"]),
    ("description", &["summary", "excerpt"]),
    ("slug", &[]),
    ("order", &["weight", "sidebar_position", "nav_order", "position", "sidebar.order"]),
    ("draft", &["unpublished"]),
    ("publish_at", &["publishDate", "publish_date"]),
    ("published_at", &["date", "published", "pubDate", "created_at"]),
    (
        "updated_at",
        &["updated", "lastmod", "last_update.date", "lastUpdated", "last_updated", "modified"],
    ),
    ("archived", &[]),
    ("archive_at", &["expiryDate", "expiry_date"]),
    ("aliases", &["redirect_from"]),
    ("tags", &["taxonomies.tags"]),
    ("categories", &["taxonomies.categories"]),
    ("parent", &[]),
    ("icon", &[]),
    ("featured", &[]),
    ("noindex", &[]),
    ("canonical", &["canonical_url"]),
    ("image", &["og_image", "cover"]),
    ("boost", &[]),
    ("keywords", &[]),
    ("audience", &["scope"]),
    ("brands", &["brand"]),
    ("faq", &[]),
    ("source_hash", &[]),
];

/// An article's text without its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Body<'a> {
    /// The Markdown.
    pub text: &'a str,
    /// 1-based line of the file on which it begins.
    pub first_line: usize,
}

/// Parts a file into front matter and body.
///
/// An error among the diagnostics means that the head cannot be trusted, and
/// with it whether the article is a draft: it must be left out.
pub fn parse<'a>(
    path: &str,
    text: &'a str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (FrontMatter, Body<'a>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole = Body { text, first_line: 1 };
    let Some(head) = Head::find(text) else { return (FrontMatter::default(), whole) };
    let head = match head {
        Ok(head) => head,
        Err(fence) => {
            diagnostics.push(
                Diagnostic::error(
                    "front-matter-unclosed",
                    path,
                    format!("front matter opened with `{fence}` is never closed"),
                )
                .at(1, 1)
                .with_help(format!("write `{fence}` on a line of its own after the last key")),
            );
            return (FrontMatter::default(), whole);
        }
    };
    let body = Body { text: head.body, first_line: head.body_line };
    match head.read() {
        Ok(table) => (interpret(path, &head, &table, diagnostics), body),
        Err(problem) => {
            let mut diagnostic = Diagnostic::error(
                "front-matter-syntax",
                path,
                format!("front matter is not valid {}: {}", head.syntax(), problem.message),
            )
            .with_help(problem.help);
            diagnostic.line = Some(problem.line);
            diagnostic.column = Some(problem.column);
            diagnostics.push(diagnostic);
            (FrontMatter::default(), body)
        }
    }
}

struct Head<'a> {
    source: &'a str,
    is_toml: bool,
    body: &'a str,
    body_line: usize,
}

struct SyntaxProblem {
    line: usize,
    column: usize,
    message: String,
    help: String,
}

impl<'a> Head<'a> {
    /// `None` without front matter, `Err` with its fence where it has no end.
    fn find(text: &'a str) -> Option<Result<Self, &'static str>> {
        let (fence, is_toml) = match text.get(..3) {
            Some("---") => ("---", false),
            Some("+++") => ("+++", true),
            _ => return None,
        };
        let first_line_end = text.find('\n')?;
        if !text[3..first_line_end].trim().is_empty() {
            return None;
        }
        let start = first_line_end + 1;
        let mut at = start;
        for (line, raw) in (2..).zip(text[start..].split_inclusive('\n')) {
            if raw.trim_end() == fence || (!is_toml && raw.trim_end() == "...") {
                let body_at = at + raw.len();
                return Some(Ok(Self {
                    source: &text[start..at],
                    is_toml,
                    body: &text[body_at..],
                    body_line: line + 1,
                }));
            }
            at += raw.len();
        }
        // A thematic break at the top of an article without a head.
        let looks_like_head = text[start..].lines().next().is_some_and(|l| {
            l.split([':', '=']).next().is_some_and(|key| {
                l.contains([':', '=']) && !key.trim().is_empty() && !key.trim().contains(' ')
            })
        });
        (is_toml || looks_like_head).then_some(Err(fence))
    }

    fn syntax(&self) -> &'static str {
        if self.is_toml { "TOML" } else { "YAML" }
    }

    fn read(&self) -> Result<Map<String, Value>, SyntaxProblem> {
        if self.is_toml {
            let table: toml::Table = toml::from_str(self.source).map_err(|error| {
                let offset = error.span().map_or(0, |span| span.start);
                let (line, column) = crate::diagnostic::position(self.source, offset);
                SyntaxProblem {
                    line: line + 1,
                    column,
                    message: error.message().trim().replace('\n', ", "),
                    help: "text stands in quotes, as in title = \"Lost keys\"".into(),
                }
            })?;
            return Ok(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect());
        }
        if self.source.trim().is_empty() {
            return Ok(Map::new());
        }
        let value: Value = serde_saphyr::from_str(self.source).map_err(|error| {
            let (line, column) =
                error.location().map_or((1, 1), |at| (at.line() as usize, at.column() as usize));
            let text = error.without_snippet().to_string();
            let message = text.lines().next().unwrap_or_default();
            let message = message.split(" at line ").next().unwrap_or(message);
            let (message, help) = yaml_words(message);
            SyntaxProblem { line: line + 1, column, message, help }
        })?;
        match value {
            Value::Object(table) => Ok(table),
            Value::Null => Ok(Map::new()),
            _ => Err(SyntaxProblem {
                line: 2,
                column: 1,
                message: "it is not a list of keys and values".into(),
                help: "write lines such as title: Lost keys".into(),
            }),
        }
    }

    /// 1-based line of the file on which a key stands.
    fn line_of(&self, key: &str) -> usize {
        let last = key.rsplit('.').next().unwrap_or(key);
        let found = self.source.lines().position(|line| {
            line.trim_start().trim_start_matches(['"', '\'']).strip_prefix(last).is_some_and(
                |rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with([':', '=']),
            )
        });
        found.map_or(1, |index| index + 2)
    }
}

/// What went wrong and what to do, from what the YAML reader says.
fn yaml_words(message: &str) -> (String, String) {
    let message = message.trim_end_matches('.');
    if message.contains("budget") || message.contains("recursion") {
        let help = "front matter holds a few keys and short values; move the rest into the text";
        return ("it nests or repeats too much".into(), help.into());
    }
    let is_about_a_value = message.contains("mapping values") || message.contains("':'");
    let help = if is_about_a_value {
        "text with `:` or `#` in it stands in quotes, as in title: \"Keys: lost\""
    } else {
        "keys begin at the left edge, entries of a list exactly below each other, and brackets \
         and quotes are closed"
    };
    (message.to_owned(), help.into())
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
        other => serde_json::to_value(other).unwrap_or(Value::Null),
    }
}

fn interpret(
    path: &str,
    head: &Head<'_>,
    table: &Map<String, Value>,
    diagnostics: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let mut front = FrontMatter::default();
    let mut reader = Reader { path, head, diagnostics };
    for &(key, synonyms) in KEYS {
        let found = std::iter::once(&key)
            .chain(synonyms)
            .find_map(|name| lookup(table, name).filter(|v| !v.is_null()).map(|v| (*name, v)));
        if let Some((name, value)) = found {
            reader.set(&mut front, key, name, value);
        }
    }
    let is_known = |key: &str| {
        KEYS.iter().any(|(ours, theirs)| {
            *ours == key || theirs.iter().any(|t| t.split('.').next() == Some(key))
        })
    };
    front.foreign_keys = table.keys().filter(|key| !is_known(key)).cloned().collect();
    front
}

fn lookup<'a>(table: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    match name.split_once('.') {
        Some((outer, inner)) => table.get(outer)?.as_object()?.get(inner),
        None => table.get(name),
    }
}

struct Reader<'a, 'b> {
    path: &'a str,
    head: &'a Head<'a>,
    diagnostics: &'b mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn set(&mut self, front: &mut FrontMatter, key: &str, name: &str, value: &Value) {
        match key {
            "id" => front.id = self.text(name, value).and_then(|id| self.id(name, id)),
            "title" => front.title = self.text(name, value),
            "description" => front.description = self.text(name, value),
            "slug" => front.slug = self.text(name, value),
            "order" => front.order = self.number(name, value),
            "draft" => front.draft = self.flag(name, value),
            "publish_at" => front.publish_at = self.parsed(name, value),
            // Hugo's `published: false` is a flag, everybody else's is a date.
            "published_at" if value.is_boolean() => front.draft |= value == &Value::Bool(false),
            "published_at" => front.published_at = self.parsed(name, value),
            "updated_at" if value.is_boolean() => {}
            "updated_at" => front.updated_at = self.parsed(name, value),
            "archived" => front.archived = self.flag(name, value),
            "archive_at" => front.archive_at = self.parsed(name, value),
            "aliases" => front.aliases = self.list(name, value),
            "tags" => front.tags = self.list(name, value),
            "categories" => front.categories = self.list(name, value),
            "parent" => front.parent = self.text(name, value),
            "icon" => front.icon = self.text(name, value),
            "featured" => front.featured = self.flag(name, value),
            "noindex" => front.noindex = self.flag(name, value),
            "canonical" => front.canonical = self.text(name, value),
            "image" => front.image = value.as_str().map(str::to_owned),
            "boost" => front.boost = self.number(name, value),
            "keywords" => front.keywords = self.list(name, value),
            "audience" => front.internal = self.audience(name, value),
            "brands" => front.brands = self.list(name, value),
            "faq" => front.faq = self.flag(name, value),
            "source_hash" => front.source_hash = self.text(name, value),
            _ => unreachable!("every key of KEYS is read"),
        }
    }

    fn problem(&mut self, name: &str, message: impl Display, help: String) {
        self.diagnostics.push(
            Diagnostic::error("front-matter-type", self.path, message.to_string())
                .at_line(self.head.line_of(name))
                .with_help(help),
        );
    }

    fn wrong(&mut self, name: &str, value: &Value, wanted: &str, example: &str) {
        let kind = match value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "a list",
            Value::Object(_) => "a table",
        };
        let sign = if self.head.is_toml { " =" } else { ":" };
        self.problem(
            name,
            format!("`{name}` must be {wanted}, but it is {kind}"),
            format!("write it as {name}{sign} {example}"),
        );
    }

    fn text(&mut self, name: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            // `title: 404` is a number to YAML and a title to its author.
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.wrong(name, value, "text", "\"some text\"");
                None
            }
        }
    }

    fn id(&mut self, name: &str, id: String) -> Option<String> {
        if id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            return Some(id);
        }
        self.problem(
            name,
            format!("`{id}` cannot be an id"),
            "use letters, digits, `-` and `_`: an id is part of an address".into(),
        );
        None
    }

    fn number(&mut self, name: &str, value: &Value) -> Option<f64> {
        let number = value.as_f64().filter(|number| number.is_finite());
        if number.is_none() {
            self.wrong(name, value, "a number", "10");
        }
        number
    }

    fn flag(&mut self, name: &str, value: &Value) -> bool {
        value.as_bool().unwrap_or_else(|| {
            self.wrong(name, value, "true or false", "true");
            false
        })
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str, value: &Value) -> Option<T> {
        let Some(text) = value.as_str() else {
            self.wrong(name, value, "a date", "2026-05-01");
            return None;
        };
        match text.parse() {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                let error: String = error.to_string();
                let (what, help) = error.split_once("; ").unwrap_or((&error, ""));
                self.problem(name, format!("`{name}`: {what}"), help.to_owned());
                None
            }
        }
    }

    fn list(&mut self, name: &str, value: &Value) -> Vec<String> {
        match value {
            Value::String(text) => {
                text.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
            }
            Value::Array(items) => {
                let mut list = Vec::new();
                for item in items {
                    match item {
                        Value::String(text) => list.push(text.trim().to_owned()),
                        Value::Number(number) => list.push(number.to_string()),
                        // An empty entry of a YAML list.
                        Value::Null => {}
                        _ => self.wrong(name, item, "a list of texts", "[\"one\", \"two\"]"),
                    }
                }
                list
            }
            _ => {
                self.wrong(name, value, "a list of texts", "[\"one\", \"two\"]");
                Vec::new()
            }
        }
    }

    fn audience(&mut self, name: &str, value: &Value) -> bool {
        const KNOWN: [&str; 2] = ["public", "internal"];
        match value.as_str() {
            Some("public") => false,
            Some("internal") => true,
            Some(other) => {
                let help = did_you_mean(other, KNOWN)
                    .unwrap_or_else(|| "write `public` or `internal`".into());
                self.problem(name, format!("`{other}` is no audience"), help);
                true
            }
            None => {
                self.wrong(name, value, "`public` or `internal`", "internal");
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> (FrontMatter, Vec<String>) {
        let mut diagnostics = Vec::new();
        let (front, _) = parse("a.md", text, &mut diagnostics);
        (front, diagnostics.iter().map(ToString::to_string).collect())
    }

    fn complaint(text: &str) -> String {
        check(text).1.join("\n")
    }

    #[test]
    fn yaml_and_toml_say_the_same() {
        let yaml = check("---\ntitle: Keys\ntags: [a, b]\norder: 2\ndate: 2026-05-01\n---\nText");
        let toml = check(
            "+++\ntitle = \"Keys\"\ntags = [\"a\", \"b\"]\norder = 2\ndate = 2026-05-01\n+++\nText",
        );
        assert_eq!(yaml, toml);
        assert_eq!(yaml.0.published_at.map(|date| date.to_string()).as_deref(), Some("2026-05-01"));
    }

    #[test]
    fn the_names_of_other_generators_are_read() {
        let front = check(
            "---\nsidebar_label: Keys\nweight: 3\nlastmod: 2026-01-02\nsummary: S\nredirect_from: /x/\n---\n",
        )
        .0;
        assert_eq!(front.title.as_deref(), Some("Keys"));
        assert_eq!(front.order, Some(3.0));
        assert_eq!(front.aliases, ["/x/"]);
        let starlight = check("---\nsidebar:\n  order: 4\n---\n").0;
        assert_eq!(starlight.order, Some(4.0));
        let zola = check("+++\n[taxonomies]\ntags = [\"a\"]\n+++\n").0;
        assert_eq!(zola.tags, ["a"]);
    }

    #[test]
    fn foreign_keys_are_kept_apart() {
        let (front, complaints) = check("---\ntitle: A\nexl-id: 7\n---\n");
        assert_eq!(front.foreign_keys, ["exl-id"]);
        assert!(complaints.is_empty());
    }

    #[test]
    fn the_body_knows_its_line() {
        let mut diagnostics = Vec::new();
        let (_, body) = parse("a.md", "---\ntitle: A\n---\nText\n", &mut diagnostics);
        assert_eq!(body, Body { text: "Text\n", first_line: 4 });
    }

    #[test]
    fn a_thematic_break_at_the_top_is_no_front_matter() {
        assert_eq!(complaint("---\n\nJust text\n"), "");
    }

    #[test]
    fn a_wrong_type_is_named_with_its_line() {
        insta::assert_snapshot!(complaint("---\ntitle: A\ndraft: maybe\n---\n"), @r#"
            a.md:3: error[front-matter-type]: `draft` must be true or false, but it is text
              help: write it as draft: true
            "#);
        insta::assert_snapshot!(complaint("---\ntitle: [A]\n---\n"), @r#"
            a.md:2: error[front-matter-type]: `title` must be text, but it is a list
              help: write it as title: "some text"
            "#);
        insta::assert_snapshot!(complaint("+++\ntags = 4\n+++\n"), @r#"
            a.md:2: error[front-matter-type]: `tags` must be a list of texts, but it is a number
              help: write it as tags = ["one", "two"]
            "#);
        insta::assert_snapshot!(complaint("---\nupdated_at: soon\n---\n"), @r#"
            a.md:2: error[front-matter-type]: `updated_at`: `soon` is not a date
              help: write it as `2026-05-01` or `2026-05-01T09:00:00Z`
            "#);
        insta::assert_snapshot!(complaint("---\naudience: internl\n---\n"), @r#"
            a.md:2: error[front-matter-type]: `internl` is no audience
              help: did you mean `internal`?
            "#);
        insta::assert_snapshot!(complaint("---\nid: a/b\n---\n"), @r#"
            a.md:2: error[front-matter-type]: `a/b` cannot be an id
              help: use letters, digits, `-` and `_`: an id is part of an address
            "#);
    }

    #[test]
    fn broken_front_matter_is_named_with_its_line() {
        insta::assert_snapshot!(complaint("---\ntitle: A: B\n---\n"), @r#"
            a.md:2:9: error[front-matter-syntax]: front matter is not valid YAML: mapping values are not allowed in this context
              help: text with `:` or `#` in it stands in quotes, as in title: "Keys: lost"
            "#);
        insta::assert_snapshot!(complaint("+++\ntitle = A\n+++\n"), @r#"
            a.md:2:9: error[front-matter-syntax]: front matter is not valid TOML: string values must be quoted, expected literal string
              help: text stands in quotes, as in title = "Lost keys"
            "#);
        insta::assert_snapshot!(complaint("---\ntitle: A\n\nText without end\n"), @r#"
            a.md:1:1: error[front-matter-unclosed]: front matter opened with `---` is never closed
              help: write `---` on a line of its own after the last key
            "#);
        insta::assert_snapshot!(complaint("---\n- a\n---\n"), @r#"
            a.md:2:1: error[front-matter-syntax]: front matter is not valid YAML: it is not a list of keys and values
              help: write lines such as title: Lost keys
            "#);
    }
}
