//! `_redirects` and `_headers`, as Netlify and Cloudflare Pages read them.

/// Target and status of the line for exactly this path.
pub(super) fn redirect(rules: &str, path: &str) -> Option<(String, u16)> {
    rules.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let (from, to) = (words.next()?, words.next()?);
        let status = words.next().map_or(Some(301), |word| word.parse().ok())?;
        (from == path && matches!(status, 301 | 302)).then(|| (to.to_owned(), status))
    })
}

/// Headers of every block whose pattern matches the path; a later block wins.
pub(super) fn headers(rules: &str, path: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut is_match = false;
    for line in rules.lines().filter(|line| !line.trim().is_empty()) {
        if !line.starts_with(' ') {
            is_match = match line.trim().strip_suffix('*') {
                Some(start) => path.starts_with(start),
                None => path == line.trim(),
            };
        } else if is_match && let Some((name, value)) = line.split_once(':') {
            found.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_needs_the_exact_path() {
        let rules = "# moved\n/old/ /en/new/ 301\n/gone/ /en/\n";
        assert_eq!(redirect(rules, "/old/"), Some(("/en/new/".into(), 301)));
        assert_eq!(redirect(rules, "/gone/"), Some(("/en/".into(), 301)));
        assert_eq!(redirect(rules, "/old/more/"), None);
    }

    #[test]
    fn headers_come_from_every_matching_block() {
        let rules = "/*\n  X-One: 1\n\n/assets/*\n  X-Two: a: b\n";
        assert_eq!(headers(rules, "/en/"), [("X-One".into(), "1".into())]);
        assert_eq!(headers(rules, "/assets/x.css")[1], ("X-Two".into(), "a: b".into()));
    }
}
