//! Rules of proactive chat: from the site's folder into the settings of the
//! widget.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kb_protocol::inbox::{AgentFrame, Presence};
use kb_protocol::widget::{PROACTIVE_SCRIPT, WidgetSettings};
use kb_tests::{Agent, Database, HandClock, KEY, TestServer};

use crate::{KB_SERVER, WIDE};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

fn settings(server: &TestServer, more: &str) -> WidgetSettings {
    ureq::get(server.url(&format!("/chat/v1/settings?key={KEY}{more}")))
        .call()
        .expect("settings")
        .body_mut()
        .read_json()
        .expect("JSON")
}

fn ids(settings: &WidgetSettings) -> Vec<&str> {
    let rules = settings.proactive.iter().flat_map(|proactive| &proactive.book.rules);
    rules.map(|rule| rule.id.as_str()).collect()
}

#[test]
fn rules_come_with_the_settings_in_the_visitors_language_and_follow_the_site() {
    let clock = Arc::new(HandClock::at(1_795_424_400_000));
    let site = "site = \"site\"\nlocales = [\"en\", \"de\"]\n";
    let hands = Arc::clone(&clock);
    let server = TestServer::start_with_clock(KB_SERVER, Database::Sqlite, hands, WIDE, site)
        .expect("always there");
    std::fs::create_dir(server.path("site")).expect("a folder");
    let without = settings(&server, "");
    assert_eq!((without.idle, without.proactive), (None, None), "no page pays for rules");

    let document = r#"{"version":1,"memory":"visitor","respects_privacy":true,"rules":[
        {"id":"reader","when":{"field":"page.scroll","greater":50},"delay_seconds":10,
         "message":{"de":"Fragen?","en":"Questions?"}},
        {"id":"english","message":{"en":"Hello"}}]}"#;
    std::fs::write(server.path("site/proactive.json"), document).expect("write");
    let later = |clock: &HandClock| {
        use kb_server::clock::Clock;
        clock.set(clock.now().0 + 1_000);
    };
    later(&clock);
    let german = settings(&server, "&lang=de");
    assert_eq!(german.idle.as_deref(), Some(PROACTIVE_SCRIPT));
    assert_eq!(ids(&german), ["reader", "english"]);
    let proactive = german.proactive.expect("rules");
    assert_eq!(proactive.texts.dismiss, "Jetzt nicht");
    let said: Vec<&str> =
        proactive.book.rules.iter().map(|rule| rule.message["de"].as_str()).collect();
    assert_eq!(said, ["Fragen?", "Hello"], "one text a rule, the visitor's if there is one");
    assert!(proactive.book.rules.iter().all(|rule| rule.message.len() == 1));
    assert_eq!(settings(&server, "&mode=kb").proactive, None, "there is nobody to write to");

    // Half a file changes nothing; without a file there are none.
    std::fs::write(server.path("site/proactive.json"), "{").expect("write");
    later(&clock);
    assert_eq!(ids(&settings(&server, "")), ["reader", "english"]);
    std::fs::remove_file(server.path("site/proactive.json")).expect("remove");
    later(&clock);
    assert_eq!(settings(&server, "").proactive, None);
}

#[test]
fn pages_hear_whether_an_agent_takes_conversations() {
    let clock = Arc::new(HandClock::at(1_795_424_400_000));
    let server =
        TestServer::start_with_clock(KB_SERVER, Database::Sqlite, clock, WIDE, "site = \"site\"\n")
            .expect("always there");
    std::fs::create_dir_all(server.path("site")).expect("a folder");
    let document = r#"{"version":1,"rules":[{"id":"here","message":{"en":"Ask us"},
        "when":{"field":"agents.available","is":true}}]}"#;
    std::fs::write(server.path("site/proactive.json"), document).expect("write");
    let await_agents = |wanted: bool| {
        let begun = Instant::now();
        while settings(&server, "").proactive.map(|it| it.has_agents) != Some(wanted) {
            assert!(begun.elapsed() < PATIENCE, "never {wanted}");
        }
    };
    await_agents(false);
    server.add_agent("kim", "agent");
    let mut kim = Agent::connected(&server, "kim");
    await_agents(true);
    kim.say(&AgentFrame::SetPresence { presence: Presence::Busy });
    await_agents(false);
    kim.say(&AgentFrame::SetPresence { presence: Presence::Available });
    await_agents(true);
    drop(kim);
    await_agents(false);
}
