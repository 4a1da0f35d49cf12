//! Bounds the nesting of one line before pulldown-cmark sees it.

use super::{prepare::list_mark, types::Problem};

/// Quotations and lists that one line may open.
const MAX_LINE_DEPTH: usize = 48;

/// Cuts the marks of quotations and lists above [`MAX_LINE_DEPTH`] off each
/// line; `None` if there is nothing to cut.
///
/// Each mark costs memory in the parser, and every further line would be
/// compared with all of them.
pub(super) fn limit_nesting(
    text: &str,
    first_line: usize,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let mut out: Option<String> = None;
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let (from, to) = (start, start + line.len());
        start = to;
        let cut = if may_nest(line) { excess(line) } else { None };
        match (cut, &mut out) {
            (Some((begin, end)), out) => {
                if out.is_none() {
                    let line = first_line + index;
                    let message =
                        format!("quotations or lists nested more than {MAX_LINE_DEPTH} deep");
                    let column = begin + 1;
                    let help = Some("the inner ones were dropped".to_owned());
                    problems.push(Problem { code: "too-deep", line, column, message, help });
                }
                let out = out.get_or_insert_with(|| text[..from].to_owned());
                out.push_str(&line[..begin]);
                out.push_str(&line[end..]);
            }
            (None, Some(out)) => out.push_str(line),
            (None, None) => {}
        }
    }
    out
}

/// Whether a line is long enough and begins like nested blocks.
fn may_nest(line: &str) -> bool {
    line.len() > MAX_LINE_DEPTH
        && line.trim_start().starts_with(|c: char| ">-*+".contains(c) || c.is_ascii_digit())
}

/// The range of the marks that are too many.
fn excess(line: &str) -> Option<(usize, usize)> {
    let (mut at, mut count, mut begin) = (0, 0, None);
    loop {
        let blank = line[at..].len() - line[at..].trim_start_matches([' ', '\t']).len();
        let rest = &line[at + blank..];
        let mark = if rest.starts_with('>') { Some(1) } else { list_mark(rest) };
        let Some(mark) = mark else { break };
        count += 1;
        if count > MAX_LINE_DEPTH && begin.is_none() {
            begin = Some(at);
        }
        at += blank + mark;
    }
    begin.map(|begin| (begin, at))
}
