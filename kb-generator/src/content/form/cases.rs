//! Examples of a form: answers, and what has to come of them.
//!
//! ```toml
//! # forms/contact.test.toml
//! [[cases]]
//! name = "a refund asks for the amount"
//! answers = { topic = "refund", email = "ann@example.com" }
//! visible = ["topic", "amount", "email"]
//! problems = { amount = "required" }
//! ```

use std::collections::BTreeMap;

use kb_protocol::condition::{Explanation, Value};
use kb_protocol::form::{
    Accepted, Answer, Decided, Form, RawAnswers, check, explain, routed, visible_fields,
};
use serde::{Deserialize, Serialize};

use super::{CASES_SUFFIX, FORMS_DIR, FormSource, of_toml, read};
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, did_you_mean};

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CasesFile {
    cases: Vec<Case>,
}

/// One example.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    answers: BTreeMap<String, Given>,
    /// Fields that are shown, in any order; not looked at if left out.
    visible: Option<Vec<String>>,
    /// Reasons by field; without them everything has to be accepted.
    #[serde(default)]
    problems: BTreeMap<String, String>,
    /// Answers that are handed on, by field; not looked at if left out.
    payload: Option<BTreeMap<String, Given>>,
    /// Tags that routes give, in any order; not looked at if left out.
    tags: Option<Vec<String>>,
    /// Form hooks that routes let hear of it, in any order; not looked at if
    /// left out.
    hooks: Option<Vec<String>>,
    /// Words that routes find articles by, empty for none; not looked at if
    /// left out.
    search: Option<String>,
}

/// An answer as a case writes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Given {
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<String>),
}

/// What came of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Name of the case.
    pub name: String,
    /// Everything that is otherwise than the case says; empty if it holds.
    pub differences: Vec<String>,
    /// What each condition decided, in the order of the form.
    pub trace: Vec<Decision>,
}

/// What a condition decided, and which test decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What depends on it: "field `amount` is asked".
    pub what: String,
    /// Whether it holds.
    pub holds: bool,
    /// Why, in words; empty where nothing is asked.
    pub why: String,
}

/// Runs the cases of a form, if there are any. A file that cannot be read is
/// told as a diagnostic.
pub fn run(
    config: &SiteConfig,
    source: &FormSource,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Outcome> {
    let path = format!("{FORMS_DIR}/{}{CASES_SUFFIX}", source.id);
    if !config.dir.join(&path).is_file() {
        return Vec::new();
    }
    let Some(text) = read(config, &path, diagnostics) else { return Vec::new() };
    match toml::from_str::<CasesFile>(&text) {
        Ok(file) => {
            let form = source.in_locale(&config.default_locale, &config.default_locale);
            file.cases.iter().map(|case| case.run(&form)).collect()
        }
        Err(error) => {
            diagnostics.push(of_toml("form-cases", &path, &text, &error));
            Vec::new()
        }
    }
}

impl Case {
    fn run(&self, form: &Form) -> Outcome {
        let mut raw = RawAnswers::default();
        for (field, given) in &self.answers {
            for text in given.texts() {
                raw.add(field, text);
            }
        }
        let mut differences = self.unknown_fields(form);
        if let Some(wanted) = &self.visible {
            differences.extend(compare_visible(form, &raw, wanted));
        }
        let found: BTreeMap<String, String> = match check(form, &raw) {
            Ok(accepted) => {
                differences.extend(self.compare_payload(&accepted));
                differences.extend(self.compare_routes(form, &raw));
                BTreeMap::new()
            }
            Err(problems) => problems
                .into_iter()
                .map(|problem| (problem.field.clone(), problem.reason.code().to_owned()))
                .collect(),
        };
        for (field, reason) in &found {
            match self.problems.get(field) {
                None => differences.push(format!("`{field}` is refused as `{reason}`")),
                Some(wanted) if wanted != reason => differences
                    .push(format!("`{field}` is refused as `{reason}`, not as `{wanted}`")),
                Some(_) => {}
            }
        }
        let accepted = self.problems.keys().filter(|field| !found.contains_key(*field));
        differences.extend(accepted.map(|field| format!("`{field}` is accepted")));
        Outcome { name: self.name.clone(), differences, trace: trace(form, &raw) }
    }

    /// What follows from answers, of those that are right.
    fn compare_routes(&self, form: &Form, raw: &RawAnswers) -> Vec<String> {
        let found = routed(form, raw);
        let mut differences = Vec::new();
        for (what, wanted, found) in
            [("tag", &self.tags, &found.tags), ("hook", &self.hooks, &found.hooks)]
        {
            let Some(wanted) = wanted else { continue };
            let missing = wanted.iter().filter(|name| !found.contains(&name.as_str()));
            differences.extend(missing.map(|name| format!("no route gives the {what} `{name}`")));
            let more = found.iter().filter(|name| wanted.iter().all(|it| it != *name));
            differences.extend(more.map(|name| format!("a route gives the {what} `{name}`")));
        }
        if let Some(wanted) = &self.search {
            let words = found.search.unwrap_or_default();
            if words != wanted {
                differences.push(format!("articles are found by `{words}`, not by `{wanted}`"));
            }
        }
        differences
    }

    /// A case about a field that is gone tests nothing.
    fn unknown_fields(&self, form: &Form) -> Vec<String> {
        let known: Vec<&str> = form.fields().map(|field| field.id.as_str()).collect();
        let named = self.visible.iter().flatten().chain(self.problems.keys());
        let mut unknown: Vec<&String> =
            named.filter(|name| !known.contains(&name.as_str())).collect();
        unknown.dedup();
        unknown
            .into_iter()
            .map(|name| {
                let help = did_you_mean(name, known.iter().copied()).unwrap_or_default();
                format!("there is no field `{name}`; {help}").trim_end_matches("; ").to_owned()
            })
            .collect()
    }

    fn compare_payload(&self, accepted: &[Accepted<'_>]) -> Vec<String> {
        let Some(wanted) = &self.payload else { return Vec::new() };
        let found: BTreeMap<&str, &Answer> =
            accepted.iter().map(|one| (one.field.id.as_str(), &one.answer)).collect();
        let mut differences = Vec::new();
        for (field, answer) in &found {
            match wanted.get(*field) {
                Some(given) if given.is(answer) => {}
                Some(given) => {
                    differences.push(format!("`{field}` is {answer:?}, not {given:?}"));
                }
                None => differences.push(format!("`{field}` is handed on: {answer:?}")),
            }
        }
        let missing = wanted.keys().filter(|field| !found.contains_key(field.as_str()));
        differences.extend(missing.map(|field| format!("`{field}` is not handed on")));
        differences
    }
}

fn compare_visible(form: &Form, raw: &RawAnswers, wanted: &[String]) -> Vec<String> {
    let shown: Vec<&str> =
        visible_fields(form, raw).into_iter().map(kb_protocol::id::FieldId::as_str).collect();
    let mut differences = Vec::new();
    for field in form.fields().map(|field| field.id.as_str()) {
        let is_wanted = wanted.iter().any(|name| name == field);
        if shown.contains(&field) != is_wanted {
            let what = if is_wanted { "is not shown" } else { "is shown" };
            let mut why = None;
            explain(form, raw, &mut |decided, explanation| {
                if matches!(decided, Decided::Shown(id) if id.as_str() == field) {
                    why = reason(explanation);
                }
            });
            differences.push(match why {
                Some(why) => format!("`{field}` {what}: {why}"),
                None => format!("`{field}` {what}"),
            });
        }
    }
    differences
}

fn trace(form: &Form, raw: &RawAnswers) -> Vec<Decision> {
    let mut trace = Vec::new();
    explain(form, raw, &mut |decided, explanation| {
        let what = match decided {
            Decided::Shown(field) => format!("field `{field}` is asked"),
            Decided::Required(field) => format!("field `{field}` needs an answer"),
            Decided::Offered(field, value) => format!("`{value}` of field `{field}` is offered"),
            Decided::Routed(number) => format!("route {} is taken", number + 1),
        };
        let why = reason(explanation).unwrap_or_default();
        trace.push(Decision { what, holds: explanation.holds, why });
    });
    trace
}

/// The test that decided, in words.
fn reason(explanation: &Explanation<'_>) -> Option<String> {
    let decided = explanation.decided_by()?;
    let seen = match decided.seen {
        Value::Unset => "not answered".to_owned(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(items) => items.join(", "),
    };
    let test = serde_json::to_string(decided.condition).expect("a condition is JSON");
    let holds = if decided.holds { "holds" } else { "does not hold" };
    Some(format!("{test} {holds}, the answer is {seen}"))
}

impl Given {
    fn texts(&self) -> Vec<String> {
        match self {
            Self::Flag(flag) => vec![flag.to_string()],
            Self::Number(number) => vec![number.to_string()],
            Self::Text(text) => vec![text.clone()],
            Self::List(texts) => texts.clone(),
        }
    }

    fn is(&self, answer: &Answer) -> bool {
        match (self, answer) {
            (Self::Flag(given), Answer::Flag(flag)) => given == flag,
            (Self::Number(given), Answer::Number(number)) => given == number,
            (Self::Text(given), Answer::Text(text)) => given == text,
            (Self::List(given), Answer::List(items) | Answer::Files(items)) => given == items,
            _ => false,
        }
    }
}
