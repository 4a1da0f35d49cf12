//! Rules of proactive chat, from JSON.

use kb_protocol::condition::{Condition, Literal, Test};
use kb_protocol::proactive::{Caps, Rule, Shown, Times};
use kb_protocol::time::Timestamp;

use super::Json;

/// Reads a rule; `None` if it asks what only a newer program understands.
pub fn read_rule(json: &impl Json) -> Option<Rule> {
    let number = |json: &_, default| count(json).unwrap_or(default);
    let (caps, usual) = (json.get("caps"), Caps::default());
    Some(Rule {
        id: json.get("id").text()?.try_into().ok()?,
        when: match json.get("when") {
            when if when.is_there() => condition(&when)?,
            _ => Condition::All(Vec::new()),
        },
        delay_seconds: number(&json.get("delay_seconds"), 0),
        caps: Caps {
            per_session: number(&caps.get("per_session"), usual.per_session),
            per_day: number(&caps.get("per_day"), usual.per_day),
            ever: number(&caps.get("ever"), usual.ever),
        },
        quiet_days: number(&json.get("quiet_days"), 7),
        // Its script shows it.
        message: Default::default(),
    })
}

/// Reads what is remembered of a rule; nothing of what is none.
pub fn read_shown(json: &impl Json) -> Shown {
    let at = json.get("at").items().iter().filter_map(moment).collect();
    Shown { at, dismissed: moment(&json.get("dismissed")) }
}

/// Reads the moment at hand.
pub fn read_times(json: &impl Json) -> Option<Times> {
    Some(Times {
        now: moment(&json.get("now"))?,
        session: moment(&json.get("session"))?,
        day: moment(&json.get("day"))?,
    })
}

/// Reads a text, a number, yes or no.
pub fn read_literal(json: &impl Json) -> Option<Literal> {
    let flag = json.flag().map(Literal::Flag);
    flag.or_else(|| json.number().map(Literal::Number)).or_else(|| json.text().map(Literal::Text))
}

fn condition(json: &impl Json) -> Option<Condition> {
    let parts = |list: Vec<_>| list.iter().map(condition).collect::<Option<Vec<_>>>();
    let Some(field) = json.get("field").text() else {
        return match (json.get("all").list(), json.get("any").list()) {
            (Some(all), _) => parts(all).map(Condition::All),
            (None, Some(any)) => parts(any).map(Condition::Any),
            (None, None) => None,
        };
    };
    let literal = |name: &str| read_literal(&json.get(name));
    let text = |name: &str| json.get(name).text();
    let number = |name: &str| json.get(name).number();
    let list =
        |name: &str| json.get(name).list()?.iter().map(read_literal).collect::<Option<Vec<_>>>();
    // As published, a table has one test.
    let test = None
        .or_else(|| literal("is").map(Test::Is))
        .or_else(|| literal("is_not").map(Test::IsNot))
        .or_else(|| text("contains").map(Test::Contains))
        .or_else(|| text("not_contains").map(Test::NotContains))
        .or_else(|| text("starts_with").map(Test::StartsWith))
        .or_else(|| list("one_of").map(Test::OneOf))
        .or_else(|| list("none_of").map(Test::NoneOf))
        .or_else(|| json.get("set").flag().map(Test::Set))
        .or_else(|| number("greater").map(Test::Greater))
        .or_else(|| number("less").map(Test::Less))
        .or_else(|| text("before").map(Test::Before))
        .or_else(|| text("after").map(Test::After))
        .or_else(|| text("under").map(Test::Under))
        .or_else(|| text("matches").map(Test::Matches))?;
    Some(Condition::Test { field, test })
}

fn count(json: &impl Json) -> Option<u32> {
    json.number().map(|number| number as u32)
}

fn moment(json: &impl Json) -> Option<Timestamp> {
    json.number().map(|number| Timestamp(number as i64))
}
