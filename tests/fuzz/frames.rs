//! What browsers say to the relay: any text, then the pure core with whatever
//! frame came out of it.

use kb_protocol::chat::{ClientFrame, Exchange};
use kb_protocol::inbox::AgentFrame;
use kb_protocol::limits;
use kb_protocol::time::Timestamp;
use kb_server::conversation::{Act, Actor, Command, Conversation, Rules, decide};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Random, fuzz, text_of};

const PIECES: [&str; 64] = [
    r#"{"type":"send","id":"m1","conversation":"c","body":""#,
    r#"{"type":"hello","version":1,"token":"t","positions":["#,
    r#"{"type":"receipt","conversation":"c","delivered":"#,
    r#"{"type":"change","id":"x","conversation":"c","change":{"type":""#,
    r#"{"type":"history","conversation":"c"}"#,
    r#"{"type":"end","id":"e1","conversation":"c"}"#,
    r#"{"type":"watch","conversation":"c","after":0,"after_event":0}"#,
    r#"{"type":"seen","conversation":"c","seen":"#,
    r#"{"version":1,"frames":["#,
    r#""open":{"locale":"en"}"#,
    r#""page":"https://www.example.com/a?b#c""#,
    r#""positions":[{"conversation":"c","after":1}]"#,
    "send",
    "typing",
    "receipt",
    "end",
    "history",
    "beat",
    "change",
    "assign",
    "status",
    "priority",
    "add_tag",
    "remove_tag",
    "note",
    "unknown",
    "\"type\":",
    "\"id\":",
    "\"conversation\":",
    "\"body\":",
    "\"is_typing\":",
    "\"delivered\":",
    "\"seen\":",
    "\"before\":",
    "\"status\":\"snoozed\"",
    "\"until\":",
    "\"to\":",
    "\"expected\":null",
    "\"priority\":",
    "\"tag\":\"",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "false",
    "0",
    "-1",
    "18446744073709551615",
    "9223372036854775807",
    "1e400",
    "0.5",
    "\\u0000",
    "\\ud800",
    "\\n",
    "\u{200b}",
    "\u{202e}",
    "<script>",
    "👍",
    " ",
];

/// Text that is nearly a frame, or one that was damaged.
fn text(random: &mut Random) -> String {
    let mut text = match random.below(4) {
        0 => text_of(random, &PIECES, 30),
        _ => frame(random),
    };
    if random.below(3) == 0 {
        let at = text.char_indices().nth(random.below(text.len() + 1)).map_or(0, |(at, _)| at);
        match random.below(3) {
            0 => text.truncate(at),
            1 => text.insert_str(at, random.choose(&PIECES)),
            _ => {
                let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
                text.replace_range(at..end, random.choose(&PIECES));
            }
        }
    }
    text
}

/// A frame that is right, or as right as its values.
fn frame(random: &mut Random) -> String {
    let body = match random.below(6) {
        0 => "x".repeat(limits::MESSAGE_CHARS + random.below(3)),
        1 => String::new(),
        2 => "\u{200b}\u{feff} ".to_owned(),
        _ => text_of(random, &["Hello", " ", "<b>", "\u{202e}", "\n", "👍"], 8),
    };
    let text = serde_json::to_string(&body).expect("a text is JSON");
    let number = random.choose(&["0", "1", "2", "7", "18446744073709551615", "-1", "1.5"]);
    let id = random.choose(&["m1", "m2", "m3", "", "a b", "ä"]);
    let open = random.choose(&[
        r#","open":{"locale":"en"}"#,
        r#","open":{"locale":"","page":"javascript:alert(1)"}"#,
        r#","open":null"#,
        "",
    ]);
    let common = format!(r#""id":"{id}","conversation":"c""#);
    let change = match random.below(7) {
        0 => r#"{"type":"assign","to":"kim","expected":null}"#.to_owned(),
        1 => r#"{"type":"assign","to":null,"expected":"kim"}"#.to_owned(),
        2 => format!(r#"{{"type":"status","status":"snoozed","until":{number}}}"#),
        3 => format!(r#"{{"type":"priority","priority":{number}}}"#),
        4 => format!(r#"{{"type":"add_tag","tag":{text}}}"#),
        5 => format!(r#"{{"type":"remove_tag","tag":{text}}}"#),
        _ => format!(r#"{{"type":"note","body":{text}}}"#),
    };
    match random.below(7) {
        0..=2 => format!(r#"{{"type":"send",{common},"body":{text}{open}}}"#),
        3 => format!(r#"{{"type":"end",{common}}}"#),
        4 => format!(
            r#"{{"type":"receipt","conversation":"c","delivered":{number},"seen":{number}}}"#
        ),
        5 => format!(r#"{{"type":"change",{common},"change":{change}}}"#),
        _ => format!(r#"{{"type":"seen","conversation":"c","seen":{number}}}"#),
    }
}

/// What is read is said the same way again.
fn read<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
    let read: T = serde_json::from_str(text).ok()?;
    let again = serde_json::to_string(&read).expect("frames are JSON");
    assert_eq!(serde_json::from_str::<T>(&again).expect("our own JSON"), read);
    Some(read)
}

#[test]
fn frames_never_panic_and_are_read_as_they_are_said() {
    fuzz(300_000, text, |text| {
        read::<ClientFrame>(text);
        read::<AgentFrame>(text);
        read::<Exchange>(&format!(r#"{{"version":1,"frames":[{text}]}}"#));
        read::<Exchange>(text);
    });
}

/// What a frame wants of the conversation, as the lines of the relay take it.
fn act(text: &str, is_agent: bool, at: i64) -> Option<Act> {
    // Files are the store's to look up: here there are none.
    let (id, conversation, command) = if is_agent {
        match read::<AgentFrame>(text)? {
            AgentFrame::Send { id, conversation, body, .. } => {
                (id, conversation, Command::Send { body, files: Vec::new(), open: None })
            }
            AgentFrame::Change { id, conversation, change } => {
                (id, conversation, Command::Change(change))
            }
            AgentFrame::Seen { conversation, seen } => {
                ("seen".parse().expect("an id"), conversation, Command::Seen { seen })
            }
            _ => return None,
        }
    } else {
        match read::<ClientFrame>(text)? {
            ClientFrame::Send { id, conversation, body, open, .. } => {
                (id, conversation, Command::Send { body, files: Vec::new(), open })
            }
            ClientFrame::End { id, conversation } => (id, conversation, Command::End),
            ClientFrame::Receipt { conversation, delivered, seen } => {
                let id = "receipt".parse().expect("an id");
                (id, conversation, Command::Receipt { delivered, seen, device: None })
            }
            _ => return None,
        }
    };
    let actor = if is_agent {
        Actor::Agent { id: "kim".parse().expect("an id"), name: "Kim".into() }
    } else {
        Actor::Visitor {
            customer: "ann".parse().expect("an id"),
            own: "ann".parse().expect("an id"),
            brand: "pedalo".parse().expect("an id"),
        }
    };
    Some(Act { id, conversation, actor, command, at: Timestamp(at), rules: Rules::default() })
}

#[test]
fn whatever_is_said_the_history_stays_without_a_hole() {
    let session = |random: &mut Random| -> Vec<(bool, i64, String)> {
        let line = |random: &mut Random| {
            // The clock jumps as it likes.
            (random.below(2) == 0, random.next() as i64, text(random))
        };
        (0..random.below(40)).map(|_| line(random)).collect()
    };
    fuzz(20_000, session, |lines| {
        let mut state: Option<Conversation> = None;
        for (is_agent, at, text) in lines {
            let Some(act) = act(text, *is_agent, *at) else { continue };
            if state.as_ref().is_some_and(|state| state.id != act.conversation) {
                continue;
            }
            let Ok(decision) = decide(state.as_ref(), &act) else { continue };
            let (seq, events) = state.as_ref().map_or((0, 0), |state| (state.seq, state.events));
            match &decision.entry {
                Some(entry) => {
                    assert_eq!((entry.seq, decision.state.seq), (seq + 1, seq + 1));
                    assert!(entry.at == act.at && entry.author == act.actor.author());
                }
                None => assert_eq!(decision.state.seq, seq),
            }
            let numbers: Vec<u64> = decision.events.iter().map(|event| event.number).collect();
            let last = events + numbers.len() as u64;
            assert_eq!(numbers, (events + 1..=last).collect::<Vec<_>>());
            assert_eq!(decision.state.events, last);
            let after = &decision.state;
            let most = after.seq;
            for receipt in [after.seen_by_agent, after.delivered_to_visitor, after.seen_by_visitor]
            {
                assert!(receipt <= most, "a receipt for what is not there: {after:?}");
            }
            assert!((1..=5).contains(&after.priority) && after.tags.len() <= limits::TAGS);
            state = Some(decision.state);
        }
    });
}
