//! What is wrong with a site's overrides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Resource,
};

use crate::embedded;
use crate::locale::Locale;

/// One Fluent file of the site's `locales/<code>/`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Override {
    /// Where the file is, e.g. `locales/de/site.ftl`. The folder says which
    /// locale it overrides.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// Deepest nesting of braces that is read: Fluent's parser calls itself for
/// each, and a text that anyone has written needs three.
const MAX_NESTING: usize = 32;

/// A person's mistake in an override.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CatalogProblem {
    /// Stable name of the kind: `message-syntax`, `unknown-message`,
    /// `duplicate-message`, `unknown-variable`, `broken-message`,
    /// `missing-messages`.
    pub code: &'static str,
    /// The file, or the folder for what is in none of its files.
    pub path: String,
    /// 1-based line, if the problem has one.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Override {
    /// The locale that the folder names, if it names one.
    pub(crate) fn locale(&self) -> Option<Locale> {
        let (folder, _) = self.path.rsplit_once(['/', '\\'])?;
        Locale::parse(folder.rsplit(['/', '\\']).next()?).ok()
    }

    /// The text as far as it can be parsed: nothing if it nests too deeply.
    pub(crate) fn source(&self) -> &str {
        let text = self.text.strip_prefix('\u{FEFF}').unwrap_or(&self.text);
        if nesting(text) > MAX_NESTING { "" } else { text }
    }
}

fn nesting(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Variables of every message of `en`, by id: the ids that exist.
pub(crate) static KNOWN: LazyLock<BTreeMap<String, BTreeSet<String>>> = LazyLock::new(|| {
    let en = embedded::default_messages(&Locale::known("en")).expect("`en` is embedded");
    variables_by_id(en)
});

/// Every message of a Fluent text with the variables it uses.
pub(crate) fn variables_by_id(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = match fluent_syntax::parser::parse(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    messages(&resource).map(|(id, variables)| (id.to_owned(), variables)).collect()
}

/// Checks one file against the messages of `en`.
pub(crate) fn check(file: &Override) -> Vec<CatalogProblem> {
    if nesting(&file.text) > MAX_NESTING {
        return vec![CatalogProblem {
            code: "message-syntax",
            path: file.path.clone(),
            line: None,
            message: format!("this file nests more than {MAX_NESTING} braces and is not read"),
            help: Some("a `{` without its `}` may be the reason".to_owned()),
        }];
    }
    let text = file.source();
    let (resource, errors) = match fluent_syntax::parser::parse(text) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    let mut problems: Vec<CatalogProblem> = errors
        .iter()
        .map(|error| CatalogProblem {
            code: "message-syntax",
            path: file.path.clone(),
            line: Some(line_at(text, error.pos.start)),
            message: format!(
                "this message cannot be read: {}",
                lower_first(&error.kind.to_string())
            ),
            help: Some("the other messages of the file still count".to_owned()),
        })
        .collect();

    let mut seen = BTreeSet::new();
    for (id, variables) in messages(&resource) {
        let line = line_of(text, id, seen.contains(id));
        let problem = |code, message, help| CatalogProblem {
            code,
            path: file.path.clone(),
            line,
            message,
            help,
        };
        if !seen.insert(id) {
            problems.push(problem(
                "duplicate-message",
                format!("message `{id}` stands twice in this file"),
                Some("the last one counts; remove the other".to_owned()),
            ));
            continue;
        }
        let Some(known) = KNOWN.get(id) else {
            problems.push(problem(
                "unknown-message",
                format!("message `{id}` overrides nothing"),
                nearest(id, KNOWN.keys()).map(|near| format!("did you mean `{near}`?")),
            ));
            continue;
        };
        for variable in variables.difference(known) {
            let help = match nearest(variable, known) {
                Some(near) => format!("did you mean `${near}`?"),
                None if known.is_empty() => "this message has no variables".to_owned(),
                None => format!("it has {}", list(known.iter().map(|name| format!("`${name}`")))),
            };
            problems.push(problem(
                "unknown-variable",
                format!("message `{id}` has no variable `${variable}`"),
                Some(help),
            ));
        }
    }
    problems.sort_by_key(|problem| problem.line);
    problems
}

/// The most similar name, if it is similar enough to be a slip.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a String>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate.as_str()))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Names in a row, the first ten of them.
pub(crate) fn list(names: impl IntoIterator<Item = String>) -> String {
    const SHOWN: usize = 10;
    let names: Vec<String> = names.into_iter().collect();
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..SHOWN].join(", ")),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_lowercase).chain(characters).collect()
}

fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

/// The line where a message begins; its last one if `last`.
pub(crate) fn line_of(text: &str, id: &str, last: bool) -> Option<usize> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| {
        line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    let (index, _) = if last { lines.last()? } else { lines.next()? };
    Some(index + 1)
}

/// Id and variables of every message that has a text.
fn messages<'a>(
    resource: &'a Resource<&'a str>,
) -> impl Iterator<Item = (&'a str, BTreeSet<String>)> {
    resource.body.iter().filter_map(|entry| {
        let Entry::Message(message) = entry else { return None };
        let mut variables = BTreeSet::new();
        in_pattern(message.value.as_ref()?, &mut variables);
        Some((message.id.name, variables))
    })
}

fn in_pattern(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, variables),
        Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            variants.iter().for_each(|variant| in_pattern(&variant.value, variables));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => in_arguments(arguments, variables),
        InlineExpression::Placeable { expression } => in_expression(expression, variables),
        _ => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, variables: &mut BTreeSet<String>) {
    arguments.positional.iter().for_each(|argument| in_inline(argument, variables));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_file_can_be_read_and_has_the_variables_of_english() {
        for code in embedded::embedded_locales() {
            let text = embedded::default_messages(&Locale::known(code)).unwrap();
            let file = Override { path: format!("{code}/site.ftl"), text: text.to_owned() };
            assert_eq!(check(&file), [], "{code}");
            assert_eq!(variables_by_id(text), *KNOWN, "{code}");
        }
    }
}
