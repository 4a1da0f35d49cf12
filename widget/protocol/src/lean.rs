//! Forms as `form.wasm` reads them: by hand, because serde's code for them is
//! twice as large as everything else in the module. A test reads the same
//! documents with serde and compares.

mod json;

use std::collections::BTreeMap;

use crate::condition::{Condition, Literal, Test};
use crate::form::{Choice, Field, FieldKind, FieldProblem, Form, Look, RawAnswers, Route, Step};
use crate::id::FieldId;
use json::{Json, write_text};

/// Reads a form; `None` if the text is none.
pub(crate) fn form(text: &str) -> Option<Form> {
    let json = Json::parse(text)?;
    let steps = json.get("steps")?.list().iter().map(step).collect::<Option<Vec<_>>>()?;
    let routes = json.get("routes").map_or(&[][..], Json::list);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small version")]
    Some(Form {
        version: json.get("version")?.number()? as u32,
        id: json.text("id")?.parse().ok()?,
        locale: json.text("locale")?,
        title: json.text("title")?,
        intro: json.text("intro").unwrap_or_default(),
        steps,
        routes: routes.iter().map(route).collect::<Option<Vec<_>>>()?,
    })
}

/// Reads answers; what is none is left out.
pub(crate) fn answers(text: &str) -> RawAnswers {
    let mut answers = BTreeMap::new();
    if let Some(Json::Map(pairs)) = Json::parse(text) {
        for (field, texts) in pairs {
            answers.insert(field, texts.list().iter().filter_map(Json::as_text).collect());
        }
    }
    RawAnswers(answers)
}

/// Writes what is shown, needed, withheld, looked for and wrong.
pub(crate) fn answer(look: &Look<'_>, problems: &[FieldProblem]) -> String {
    let mut out = String::from("{\"shown\":");
    write_list(&mut out, &look.shown, |out, id| write_text(out, id.as_str()));
    out.push_str(",\"required\":");
    write_list(&mut out, &look.required, |out, id| write_text(out, id.as_str()));
    out.push_str(",\"withheld\":");
    write_list(&mut out, &look.withheld, |out, (id, values)| {
        out.push('[');
        write_text(out, id.as_str());
        out.push(',');
        write_list(out, values, |out, value| write_text(out, value));
        out.push(']');
    });
    if let Some(words) = look.search {
        out.push_str(",\"search\":");
        write_text(&mut out, words);
    }
    out.push_str(",\"problems\":");
    write_list(&mut out, problems, |out, problem| {
        out.push_str("{\"field\":");
        write_text(out, &problem.field);
        out.push_str(",\"reason\":");
        write_text(out, problem.reason.code());
        out.push('}');
    });
    out.push('}');
    out
}

fn write_list<T>(out: &mut String, items: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn step(json: &Json) -> Option<Step> {
    let fields = json.get("fields")?.list().iter().map(field).collect::<Option<Vec<_>>>()?;
    Some(Step { title: json.text("title").unwrap_or_default(), fields })
}

/// What a browser does with a route; tags and hooks are the relay's.
fn route(json: &Json) -> Option<Route> {
    Some(Route {
        when: condition(json.get("when")?)?,
        tags: Vec::new(),
        hook: None,
        search: json.text("search"),
    })
}

fn field(json: &Json) -> Option<Field> {
    let id: FieldId = json.text("id")?.parse().ok()?;
    Some(Field {
        id,
        kind: kind(json)?,
        label: json.text("label").unwrap_or_default(),
        help: json.text("help").unwrap_or_default(),
        placeholder: json.text("placeholder").unwrap_or_default(),
        required: json.flag("required"),
        required_when: optional(json.get("required_when"))?,
        when: optional(json.get("when"))?,
        default: json.text("default"),
        target: json.text("target").and_then(|target| target.try_into().ok()),
    })
}

fn kind(json: &Json) -> Option<FieldKind> {
    let (min, max) = (json.count("min"), json.count("max"));
    let options = || json.get("options")?.list().iter().map(choice).collect::<Option<Vec<_>>>();
    Some(match json.text("type")?.as_str() {
        "text" => FieldKind::Text { min, max, shape: json.text("shape") },
        "textarea" => FieldKind::Textarea { min, max },
        "email" => FieldKind::Email,
        "phone" => FieldKind::Phone,
        "url" => FieldKind::Url,
        "number" => FieldKind::Number {
            min: json.get("min").and_then(Json::number),
            max: json.get("max").and_then(Json::number),
            whole: json.flag("whole"),
        },
        "date" => FieldKind::Date { min: json.text("min"), max: json.text("max") },
        "datetime" => FieldKind::Datetime { min: json.text("min"), max: json.text("max") },
        "boolean" => FieldKind::Boolean,
        "consent" => FieldKind::Consent,
        "select" => FieldKind::Select { options: options()? },
        "multi_select" => FieldKind::MultiSelect { options: options()?, min, max },
        "tree" => FieldKind::Tree { options: options()? },
        "file" => FieldKind::File { max: max? },
        "hidden" => FieldKind::Hidden { prefill: json.flag("prefill") },
        _ => FieldKind::Unknown,
    })
}

fn choice(json: &Json) -> Option<Choice> {
    Some(Choice {
        value: json.text("value")?,
        label: json.text("label")?,
        when: optional(json.get("when"))?.map(Box::new),
    })
}

/// A condition that may be left out, but not be wrong.
#[expect(clippy::option_option, reason = "outside: whether it makes sense; inside: is it there")]
fn optional(json: Option<&Json>) -> Option<Option<Condition>> {
    match json {
        None | Some(Json::Null) => Some(None),
        Some(json) => condition(json).map(Some),
    }
}

fn condition(json: &Json) -> Option<Condition> {
    let parts = |list: &Json| list.list().iter().map(condition).collect::<Option<Vec<_>>>();
    if let Some(list) = json.get("all") {
        return parts(list).map(Condition::All);
    }
    if let Some(list) = json.get("any") {
        return parts(list).map(Condition::Any);
    }
    let Json::Map(pairs) = json else { return None };
    let field = json.text("field")?;
    let tests = pairs.iter().filter(|(name, _)| name != "field");
    let mut tests = tests
        .map(|(name, wanted)| {
            Some(Condition::Test { field: field.clone(), test: test(name, wanted)? })
        })
        .collect::<Option<Vec<_>>>()?;
    match tests.len() {
        0 => None,
        1 => tests.pop(),
        _ => Some(Condition::All(tests)),
    }
}

fn test(name: &str, wanted: &Json) -> Option<Test> {
    let literals = || wanted.list().iter().map(literal).collect::<Option<Vec<_>>>();
    Some(match name {
        "is" => Test::Is(literal(wanted)?),
        "is_not" => Test::IsNot(literal(wanted)?),
        "contains" => Test::Contains(wanted.as_text()?),
        "not_contains" => Test::NotContains(wanted.as_text()?),
        "starts_with" => Test::StartsWith(wanted.as_text()?),
        "one_of" => Test::OneOf(literals()?),
        "none_of" => Test::NoneOf(literals()?),
        "set" => Test::Set(matches!(wanted, Json::Flag(true))),
        "greater" => Test::Greater(wanted.number()?),
        "less" => Test::Less(wanted.number()?),
        "before" => Test::Before(wanted.as_text()?),
        "after" => Test::After(wanted.as_text()?),
        "under" => Test::Under(wanted.as_text()?),
        "matches" => Test::Matches(wanted.as_text()?),
        _ => return None,
    })
}

fn literal(json: &Json) -> Option<Literal> {
    Some(match json {
        Json::Flag(flag) => Literal::Flag(*flag),
        Json::Number(number) => Literal::Number(*number),
        Json::Text(text) => Literal::Text(text.clone()),
        Json::Null | Json::List(_) | Json::Map(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{check, look};

    /// Every kind of field, every test, every escape.
    const FORM: &str = r#"{"version":1,"id":"contact","locale":"de","title":"Schreiben \"Sie\" uns",
        "intro":"Eins\n\nZwei \u00e9 \ud83d\ude00","newer":[1,{"a":null}],"steps":[{"fields":[
        {"id":"topic","type":"select","label":"a","required":true,"options":[{"value":"x","label":"X"},
            {"value":"y","label":"Y","when":{"field":"none","set":false}}]},
        {"id":"t","type":"text","label":"b","help":"h","placeholder":"p","min":2,"max":9,"shape":"A9",
            "when":{"all":[{"field":"topic","is":"x"},{"any":[{"field":"topic","is_not":1},
            {"field":"topic","one_of":["x",2,true]}]}]}},
        {"id":"n","type":"number","label":"c","min":-1.5,"max":2e3,"whole":true,
            "required_when":{"field":"topic","none_of":["y"]}},
        {"id":"area","type":"textarea","label":"d","default":"x","target":"message.body"},
        {"id":"e","type":"email","label":"e"},{"id":"p","type":"phone","label":"f"},
        {"id":"u","type":"url","label":"g","when":{"field":"t","contains":"a","not_contains":"b"}},
        {"id":"day","type":"date","label":"h","min":"2026-01-01","when":{"field":"t","starts_with":"a"}},
        {"id":"time","type":"datetime","label":"i","max":"2026-01-01T10:00",
            "when":{"field":"day","before":"2026-02-01","after":"2025-12-31"}}]},
        {"title":"Ende","fields":[
        {"id":"m","type":"multi_select","label":"j","min":1,"max":2,"options":[{"value":"a","label":"A"}]},
        {"id":"tree","type":"tree","label":"k","options":[{"value":"a/b","label":"A"}],
            "when":{"field":"n","greater":1,"less":5}},
        {"id":"b","type":"boolean","label":"l","when":{"field":"tree","under":"a"}},
        {"id":"c","type":"consent","label":"m","when":{"field":"t","matches":"a*"}},
        {"id":"f","type":"file","label":"n","max":3},
        {"id":"h","type":"hidden","label":"","prefill":true,"default":"site"},
        {"id":"new","type":"hologram","label":"o"}]}],
        "routes":[{"when":{"field":"topic","is":"x"},"search":"back \u00e9"},
        {"when":{"field":"n","greater":3},"tags":["a"],"hook":"fair"}]}"#;

    #[test]
    fn a_form_is_read_as_serde_reads_it() {
        let mut by_serde: Form = serde_json::from_str(FORM).expect("a form");
        assert_eq!((by_serde.routes[1].tags.len(), by_serde.routes[1].hook.is_some()), (1, true));
        // The relay's alone.
        (by_serde.routes[1].tags, by_serde.routes[1].hook) = (Vec::new(), None);
        assert_eq!(form(FORM), Some(by_serde));
        for end in (0..FORM.len()).filter(|end| FORM.is_char_boundary(*end)) {
            assert_eq!(form(&FORM[..end]), None, "the first {end} bytes");
        }
    }

    #[test]
    fn answers_are_read_as_serde_reads_them_and_what_comes_of_them_is_json() {
        let text = r#"{"topic":["x"],"t":["a \"b\"\\","\u0001"],"m":["a"],"x":[]}"#;
        let by_serde: RawAnswers = serde_json::from_str(text).expect("answers");
        assert_eq!(answers(text), by_serde);
        assert_eq!(answers("[]"), RawAnswers::default());
        let form = form(FORM).expect("a form");
        let seen = look(&form, &by_serde);
        let problems = check(&form, &by_serde).expect_err("there are mistakes");
        let written = answer(&seen, &problems);
        let json: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(json["shown"], serde_json::to_value(&seen.shown).expect("JSON"));
        assert_eq!(json["required"], serde_json::to_value(&seen.required).expect("JSON"));
        assert_eq!(json["withheld"], serde_json::to_value(&seen.withheld).expect("JSON"));
        assert_eq!((json["search"].as_str(), seen.search), (Some("back é"), Some("back é")));
        assert_eq!(json["problems"].as_array().map(Vec::len), Some(problems.len()));
        assert_eq!(json["problems"][0]["reason"], problems[0].reason.code());
    }

    #[test]
    fn nesting_without_end_is_refused() {
        assert_eq!(form(&"[".repeat(100_000)), None);
        assert_eq!(form(&"{\"a\":".repeat(100_000)), None);
    }
}
