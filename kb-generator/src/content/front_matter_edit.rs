//! Changes one key of an article's front matter and leaves the rest as it is.

/// Sets a key to a text. An article without front matter gets some.
///
/// `value` is written in quotes where YAML would read it as something else.
pub fn set_key(text: &str, key: &str, value: &str) -> String {
    let (mark, rest) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    };
    let line_end = if rest.contains("\r\n") { "\r\n" } else { "\n" };
    let (fence, line) = match rest.get(..3) {
        Some("+++") => ("+++", format!("{key} = \"{value}\"")),
        _ => ("---", format!("{key}: {}", quoted(value))),
    };
    let mut lines: Vec<&str> = rest.split_inclusive('\n').collect();
    let is_fence = |line: &&str| line.trim_end() == fence;
    // The ends that the reader knows.
    let is_end = |line: &&str| is_fence(line) || (fence == "---" && line.trim_end() == "...");
    let end = lines.iter().skip(1).position(is_end).map(|at| at + 1);
    let Some(end) = end.filter(|_| lines.first().is_some_and(is_fence)) else {
        return format!("{mark}---{line_end}{line}{line_end}---{line_end}{line_end}{rest}");
    };
    let line = format!("{line}{line_end}");
    // Keys of the article itself stand above the first table of TOML.
    let is_table = |line: &&str| fence == "+++" && line.starts_with('[');
    let own = lines[1..end].iter().take_while(|line| !is_table(line));
    let spellings = [key.to_owned(), format!("\"{key}\""), format!("'{key}'")];
    let found = own.into_iter().position(|line| {
        let rest = spellings.iter().find_map(|spelling| line.strip_prefix(spelling.as_str()));
        rest.is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
    });
    match found {
        Some(at) => lines[at + 1] = &line,
        // TOML's tables swallow what stands below them, so first is safe.
        None => lines.insert(1, &line),
    }
    format!("{mark}{}", lines.concat())
}

/// Ids and hashes such as `1234` or `12e4` are numbers to YAML.
fn quoted(value: &str) -> String {
    let is_plain = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        && !["true", "false", "null", "yes", "no", "on", "off"].contains(&value);
    if is_plain { value.to_owned() } else { format!("\"{value}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_added_changed_or_given_a_head() {
        assert_eq!(set_key("---\ntitle: A\n---\nx", "id", "k7"), "---\nid: k7\ntitle: A\n---\nx");
        assert_eq!(set_key("---\nid: a\n---\nx", "id", "12e4"), "---\nid: \"12e4\"\n---\nx");
        assert_eq!(set_key("+++\n[x]\n+++\n", "id", "k7"), "+++\nid = \"k7\"\n[x]\n+++\n");
        assert_eq!(set_key("---\na: 1\n...\nx", "id", "k"), "---\nid: k\na: 1\n...\nx");
        assert_eq!(set_key("---\n\"id\": \"\"\n---\n", "id", "k"), "---\nid: k\n---\n");
        let table = "+++\n[extra]\nid = \"5\"\n+++\n";
        assert_eq!(set_key(table, "id", "k"), "+++\nid = \"k\"\n[extra]\nid = \"5\"\n+++\n");
        assert_eq!(set_key("# A\n", "id", "k7"), "---\nid: k7\n---\n\n# A\n");
        assert_eq!(set_key("---\r\na: 1\r\n---\r\n", "id", "k"), "---\r\nid: k\r\na: 1\r\n---\r\n");
    }
}
