//! Reads the HTML of an article into pieces that can be shown anywhere.
//!
//! A page under Trusted Types must not hand text to the browser's own parser,
//! and an article must not be able to do more on a foreign page than to be
//! read. So only elements and attributes of a list get through, each made by
//! name, and addresses only with a scheme that cannot run anything. The input
//! is our generator's own well-formed HTML; whatever else comes is read
//! without complaint, and what is not understood is left out.
//!
//! The generator could publish trees instead: that would be another file for
//! every article, half as large again, for a reader that has to check every
//! name as well.

/// A part of an article in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Markup {
    /// An element begins.
    Open(Element),
    /// The element that began last, of those still open, ends.
    Close,
    /// Text, decoded.
    Text(String),
}

/// An element with what is allowed of its attributes, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// In lower case.
    pub name: &'static str,
    /// Whether it is of MathML and not of HTML.
    pub is_math: bool,
    /// Names and values.
    pub attributes: Vec<(&'static str, String)>,
}

/// Elements of HTML that are shown.
const HTML: &str = "a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del \
    details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p \
    pre q rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot \
    th thead time tr u ul var video wbr";
/// Elements of MathML Core that are shown.
const MATH: &str = "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts \
    mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover";
/// Elements that are left out with everything in them: they run, load, or make
/// no sense without the page's own files.
const DROPPED: &str = "script style iframe object embed template noscript svg select textarea \
    button form title head xmp";
/// Elements without an end.
const VOID: &str = "br col hr img input source wbr";
/// Attributes that are kept.
const ATTRIBUTES: &str = "alt aria-hidden aria-label checked class colspan controls datetime \
    decoding dir disabled display height href id lang loading lspace mathvariant open preload \
    reversed role rowspan rspace scope src start stretchy tabindex title type width";
/// Schemes of addresses that are kept.
const SCHEMES: &str = "http https mailto tel sms xmpp matrix geo";

/// The pieces of an article's HTML; every [`Markup::Open`] has its close.
pub fn read_markup(html: &str) -> Vec<Markup> {
    let mut out = Vec::new();
    // Names of open elements; whether they are shown.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&rest[..at], &mut out);
        rest = &rest[at..];
        let Some((tag, after)) = read_tag(rest) else {
            push_text("<", &mut out);
            rest = &rest[1..];
            continue;
        };
        rest = after;
        if tag.is_closing {
            if let Some(found) = open.iter().rposition(|(name, _)| *name == tag.name) {
                for (_, is_shown) in open.drain(found..) {
                    out.extend(is_shown.then_some(Markup::Close));
                }
            }
            continue;
        }
        if named(DROPPED, tag.name).is_some() || is_anchor(&tag) {
            if !tag.is_empty {
                rest = after_end_of(tag.name, rest);
            }
            continue;
        }
        let element = shown(&tag);
        let is_shown = element.is_some();
        out.extend(element.map(Markup::Open));
        if tag.is_empty || named(VOID, tag.name).is_some() {
            out.extend(is_shown.then_some(Markup::Close));
        } else {
            open.push((tag.name, is_shown));
        }
    }
    push_text(rest, &mut out);
    for (_, is_shown) in open {
        out.extend(is_shown.then_some(Markup::Close));
    }
    out
}

/// A tag as it is written.
struct Tag<'a> {
    name: &'a str,
    is_closing: bool,
    /// Ends with a slash.
    is_empty: bool,
    /// Names, and values between their quotes.
    attributes: Vec<(&'a str, &'a str)>,
}

/// The tag at the beginning of a text, and what follows; `None` if it is none.
fn read_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let rest = text.strip_prefix('<')?;
    if rest.starts_with('!') || rest.starts_with('?') {
        let end = if rest.starts_with("!--") { "-->" } else { ">" };
        let at = rest.find(end).map_or(rest.len(), |at| at + end.len());
        // What has no name is neither shown nor closed.
        let tag = Tag { name: "", is_closing: true, is_empty: true, attributes: Vec::new() };
        return Some((tag, &rest[at..]));
    }
    let (is_closing, rest) = match rest.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let (name, mut rest) = rest.split_at(rest.find(|c| !is_name(c))?);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((Tag { name, is_closing, is_empty: false, attributes }, after));
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((Tag { name, is_closing, is_empty: true, attributes }, after));
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || "=>/".contains(c))?;
        let (attribute, after) = rest.split_at(end.max(1));
        rest = after;
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let after = &after[1..];
            let end = after.find(quote)?;
            value = &after[..end];
            rest = &after[end + 1..];
        }
        attributes.push((attribute, value));
    }
}

/// Whether it is the link to a heading that stands beside it: of use only where
/// there is an address bar.
fn is_anchor(tag: &Tag<'_>) -> bool {
    tag.name == "a" && tag.attributes.contains(&("class", "anchor"))
}

/// What is allowed of an element; `None` if the element is not.
fn shown(tag: &Tag<'_>) -> Option<Element> {
    let html = named(HTML, tag.name);
    let name = html.or_else(|| named(MATH, tag.name))?;
    let value_of = |name: &str| tag.attributes.iter().find(|(known, _)| *known == name);
    // Of all fields only the boxes of task lists are there to be read.
    let is_field = name == "input" && value_of("type").is_none_or(|(_, kind)| *kind != "checkbox");
    if is_field {
        return None;
    }
    let mut attributes: Vec<(&str, String)> = Vec::new();
    for (attribute, value) in &tag.attributes {
        let Some(attribute) = named(ATTRIBUTES, attribute) else { continue };
        let value = decoded(value);
        let is_address = matches!(attribute, "href" | "src");
        if !is_address || is_safe_address(&value) {
            attributes.push((attribute, value));
        }
    }
    if name == "input" && !attributes.iter().any(|(name, _)| *name == "disabled") {
        attributes.push(("disabled", String::new()));
    }
    Some(Element { name, is_math: html.is_none(), attributes })
}

/// The same name of a list of names, if it is in there.
fn named(list: &'static str, name: &str) -> Option<&'static str> {
    list.split_ascii_whitespace().find(|known| *known == name)
}

/// Whether an address leads to a page, a file or a program for writing, and
/// can run nothing.
fn is_safe_address(address: &str) -> bool {
    // Browsers take controls out before they look for the scheme.
    if address.contains(|c: char| c.is_control()) || address.starts_with(' ') {
        return false;
    }
    match address.find([':', '/', '?', '#']) {
        Some(at) if address[at..].starts_with(':') => {
            named(SCHEMES, &address[..at].to_ascii_lowercase()).is_some()
        }
        _ => true,
    }
}

/// What follows the end of an element that may hold others of its name.
fn after_end_of<'a>(name: &str, mut rest: &'a str) -> &'a str {
    let mut depth = 1;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let Some((tag, after)) = read_tag(rest) else {
            rest = &rest[1..];
            continue;
        };
        rest = after;
        match (tag.name == name, tag.is_closing) {
            (true, true) => depth -= 1,
            (true, false) if !tag.is_empty => depth += 1,
            _ => {}
        }
        if depth == 0 {
            return rest;
        }
    }
    ""
}

fn push_text(text: &str, out: &mut Vec<Markup>) {
    if text.is_empty() {
        return;
    }
    let text = decoded(text);
    match out.last_mut() {
        Some(Markup::Text(before)) => before.push_str(&text),
        _ => out.push(Markup::Text(text)),
    }
}

/// The text that character references stand for.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 12);
        let Some((end, c)) = end.and_then(|end| Some((end, character(&rest[1..end])?))) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        out.push(c);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// The character of a reference; of names those that our generator writes.
fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pieces as HTML again, to compare.
    fn shown(html: &str) -> String {
        let mut names = Vec::new();
        let mut out = String::new();
        for piece in read_markup(html) {
            match piece {
                Markup::Open(element) => {
                    out.push('<');
                    out.push_str(element.name);
                    for (name, value) in element.attributes {
                        out.push_str(&format!(" {name}={value:?}"));
                    }
                    out.push('>');
                    names.push(element.name);
                }
                Markup::Close => {
                    out.push_str(&format!("</{}>", names.pop().expect("an open element")));
                }
                Markup::Text(text) => out.push_str(&text),
            }
        }
        assert!(names.is_empty(), "{names:?} stay open: {html}");
        out
    }

    #[test]
    fn what_articles_are_made_of_is_shown() {
        for html in [
            r#"<p>Some <strong>bold</strong> text.</p>"#,
            r#"<h2 id="a">Title</h2>"#,
            r#"<table><thead><tr><th scope="col">A</th></tr></thead></table>"#,
            r#"<a href="/en/articles/keys-1a/#b">Keys</a>"#,
            r#"<a href="mailto:a@example.com">write</a>"#,
        ] {
            assert_eq!(shown(html), html);
        }
        assert_eq!(
            shown("<p>a &amp; b &lt;c&gt; &#233;&#x2019;&nbsp;</p>"),
            "<p>a & b <c> é’\u{a0}</p>"
        );
        assert_eq!(
            shown(r#"<img src="a.png" alt="x"><br/>"#),
            r#"<img src="a.png" alt="x"></img><br></br>"#
        );
        let math = read_markup("<math><mi>x</mi></math>");
        assert!(matches!(&math[0], Markup::Open(element) if element.is_math));
    }

    #[test]
    fn what_could_run_is_left_out() {
        for (html, expected) in [
            ("<script>alert(1)</script>after", "after"),
            ("<p onclick=\"alert(1)\" style=\"color:red\">a</p>", "<p>a</p>"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"JaVaScRiPt&#58;alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"java&#9;script:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\" javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<img src=\"data:text/html,x\">", "<img></img>"),
            ("<iframe src=\"https://example.com\"></iframe>x", "x"),
            ("<svg><a href=\"#\"><svg></svg></a></svg>x", "x"),
            ("<form action=\"/\"><input type=\"text\"></form>x", "x"),
            ("<!-- <script> -->x<!doctype html>", "x"),
            ("<custom-tag><b>x</b></custom-tag>", "<b>x</b>"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn boxes_of_tasks_stay_and_links_to_headings_go() {
        assert_eq!(
            shown("<input type=\"checkbox\" checked>"),
            "<input type=\"checkbox\" checked=\"\" disabled=\"\"></input>"
        );
        assert_eq!(shown("<h2>A<a class=\"anchor\" href=\"#a\">#</a></h2>"), "<h2>A</h2>");
    }

    #[test]
    fn what_is_not_closed_ends_with_what_holds_it() {
        assert_eq!(shown("<ul><li>a<li>b</ul>c"), "<ul><li>a<li>b</li></li></ul>c");
        assert_eq!(shown("a < b <"), "a < b <");
        assert_eq!(shown("<p>a</div></p>"), "<p>a</p>");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(html in "[<>/a-z&;#\"'= !\\-é]{0,60}") {
            shown(&html);
        }
    }
}
