//! A checker of balanced HTML, as strict as a page needs.

const VOID: &[&str] = &["br", "col", "hr", "img", "input", "source", "wbr"];

const FORBIDDEN: &[&str] =
    &["script", "style", "iframe", "object", "embed", "textarea", "form", "base", "meta", "link"];

/// Checks that tags are balanced, attributes quoted and nothing can run.
pub(crate) fn check_html(html: &str) -> Result<(), String> {
    if html.contains('\u{FDD0}') {
        return Err("a hole was left".to_owned());
    }
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        let (tag, tail) = read_tag(&rest[at..])?;
        rest = tail;
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some(expected) if expected == name => {}
                other => return Err(format!("</{name}> closes {other:?} before {:?}", head(rest))),
            }
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if FORBIDDEN.contains(&name) || name.is_empty() {
            return Err(format!("<{name}> is forbidden"));
        }
        if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("not closed: {open:?}")) }
}

/// The inside of a tag and what follows it.
fn read_tag(text: &str) -> Result<(&str, &str), String> {
    let mut is_quoted = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => {
                let tag = &text[1..at];
                let lower = tag.to_lowercase();
                let runs =
                    [" href=\"javascript:", " src=\"javascript:", " onclick=\"", " onerror=\""];
                if runs.iter().any(|mark| lower.contains(mark)) {
                    return Err(format!("<{tag}> could run something"));
                }
                return Ok((tag, &text[at + 1..]));
            }
            '<' if !is_quoted => break,
            _ => {}
        }
    }
    Err(format!("broken tag at {:?}", head(text)))
}

fn head(text: &str) -> String {
    text.chars().take(60).collect()
}
