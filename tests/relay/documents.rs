//! What is published about the relay says what the program does.

use std::fmt::Write as _;
use std::path::Path;

use boon::{Compiler, Schemas};
use kb_protocol::api::SessionRequest;
use kb_protocol::chat::{CHAT_VERSION, Exchange};
use kb_server::policy::{PERMISSIONS, Permission, ROLES, Who, is_allowed};
use kb_server::router::routes;
use kb_tests::{Agent, KEY, ORIGIN, Visitor, message, new_id};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::relay;

/// The schema that the authors of OpenAPI publish; see the README beside it.
const OPENAPI: &str = include_str!("../fixtures/openapi/schema-3.1.json");

/// Set it to write the page anew.
const RENEW: &str = "HELPWRIGHT_RENEW";

#[test]
fn the_published_matrix_of_permissions_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/permissions.md");
    let page = permissions();
    if std::env::var_os(RENEW).is_some() {
        std::fs::write(&path, &page).expect("write docs/permissions.md");
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = page.lines().filter(|line| !published.lines().any(|known| known == *line));
    let gone = published.lines().filter(|line| !page.lines().any(|known| known == *line));
    let difference: Vec<String> = gone
        .map(|line| format!("- {line}"))
        .chain(differs.map(|line| format!("+ {line}")))
        .collect();
    assert!(
        published == page,
        "docs/permissions.md is not what the program does:\n{}\n\
         look whether that is meant, then write the page anew:\n\
         {RENEW}=1 cargo test -p kb-tests --test relay published_matrix",
        difference.join("\n")
    );
}

/// The whole page.
fn permissions() -> String {
    let mut columns =
        vec![("nobody", Who::Nobody), ("visitor", Who::Visitor), ("monitor", Who::Monitor)];
    let name = |role| serde_json::to_value(role).expect("a word");
    let names: Vec<String> =
        ROLES.iter().map(|role| name(role).as_str().expect("a word").replace('_', " ")).collect();
    columns.extend(names.iter().map(String::as_str).zip(ROLES.map(Who::Agent)));
    let mut page = String::from(
        "# Who may do what\n\n\
         A test writes this page from `server/src/policy.rs` and the route table, and fails where \
         they differ. One function answers for HTTP, sockets and every other door; what does not \
         stand here is refused.\n\n\
         A visitor has the session of a widget, a monitor the `metrics_token` of `server.toml`; \
         the other columns are roles of agents, as `kb-server add-agent --role` gives them.\n\n",
    );
    let head: String = columns.iter().map(|(name, _)| format!(" {name} |")).collect();
    let rule = " --- |".repeat(columns.len());
    writeln!(page, "| |{head}\n| --- |{rule}").expect("to a string");
    for permission in PERMISSIONS {
        let cell = |(_, who): &(&str, Who)| {
            if is_allowed(*who, permission) { " yes |" } else { " |" }
        };
        let cells: String = columns.iter().map(cell).collect();
        writeln!(page, "| {} |{cells}", permission.about()).expect("to a string");
    }
    page.push_str("\n## Addresses\n\n| | needs |\n| --- | --- |\n");
    for route in routes() {
        let needs = match route.permission {
            Permission::Public => "nothing",
            other => other.about(),
        };
        writeln!(page, "| `{} {}` | {needs} |", route.method, route.path).expect("to a string");
    }
    page
}

/// The document as a running server gives it.
fn document(url: &str) -> Value {
    ureq::get(url).call().expect("an answer").body_mut().read_json().expect("JSON")
}

#[test]
fn the_description_of_the_interface_is_a_right_openapi_document_with_every_route() {
    let server = relay();
    let document = document(&server.url("/openapi.json"));
    assert_eq!(errors(OPENAPI, "", &document), "");
    for name in document["components"]["schemas"].as_object().expect("schemas").keys() {
        // Reading it as a schema is the test.
        let _ = errors(&document.to_string(), &format!("/components/schemas/{name}"), &json!({}));
    }
    for route in routes() {
        let path = route.path.replace("{*", "{").replace('~', "~0").replace('/', "~1");
        let pointer = format!("/paths/{path}/{}", route.method.as_str().to_lowercase());
        let operation = document.pointer(&pointer);
        let operation = operation.unwrap_or_else(|| panic!("{} is not described", route.path));
        assert!(operation["summary"].is_string(), "{operation}");
        assert_eq!(operation["x-permission"], format!("{:?}", route.permission));
        let is_open = operation["security"].as_array().expect("a list").is_empty();
        assert_eq!(is_open, route.permission == Permission::Public, "{}", route.path);
    }
}

#[test]
fn answers_are_as_the_description_says() {
    let server = relay();
    let document = document(&server.url("/openapi.json"));
    let is = |name: &str, value: &Value| {
        let found = errors(&document.to_string(), &format!("/components/schemas/{name}"), value);
        assert_eq!(found, "", "{value}");
    };
    let get = |path: &str| -> Value {
        let answer = ureq::get(server.url(path)).config().http_status_as_error(false).build();
        answer.call().expect("an answer").body_mut().read_json().expect("JSON")
    };
    is("WidgetSettings", &get(&format!("/chat/v1/settings?key={KEY}")));
    is("Problem", &get("/chat/v1/settings?key=unknown"));
    is("Problem", &get("/inbox/v1/conversations"));

    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    let post = |path: &str, body: Value| -> Value {
        let request = ureq::post(server.url(path))
            .header("origin", ORIGIN)
            .header("authorization", format!("Bearer {}", visitor.token));
        request.send_json(body).expect("an answer").body_mut().read_json().expect("JSON")
    };
    let ask = serde_json::to_value(SessionRequest { key: KEY.to_owned() }).expect("JSON");
    is("SessionRequest", &ask);
    is("SessionAnswer", &post("/chat/v1/sessions", ask));
    let ask = Exchange {
        version: CHAT_VERSION,
        hello: true,
        positions: Vec::new(),
        frames: vec![message(&conversation, &new_id(), "Again")],
        wait_ms: 0,
    };
    let ask = serde_json::to_value(ask).expect("JSON");
    is("Exchange", &ask);
    is("ExchangeAnswer", &post("/chat/v1/exchange", ask));

    let kim = Agent::connected(&server, "kim");
    let read = |path: &str| serde_json::from_str(&kim.get(path).1).expect("JSON");
    is("Me", &read("/inbox/v1/session"));
    is("InboxPage", &read("/inbox/v1/conversations?view=open"));
    is("ConversationDetail", &read(&format!("/inbox/v1/conversations/{conversation}")));
}

/// What a value has against the schema at `pointer` of a document; nothing if
/// it is right.
fn errors(document: &str, pointer: &str, value: &Value) -> String {
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    let document = serde_json::from_str(document).expect("JSON");
    compiler.add_resource("document.json", document).expect("a schema");
    let schema = compiler
        .compile(&format!("document.json#{pointer}"), &mut schemas)
        .unwrap_or_else(|error| panic!("{pointer} is no schema: {error:#}"));
    schemas.validate(value, schema).err().map(|error| format!("{error:#}")).unwrap_or_default()
}

#[test]
fn a_wrong_description_would_be_noticed() {
    let mut document = kb_server::openapi::document();
    assert_eq!(errors(OPENAPI, "", &document), "");
    document["paths"]["/healthz"]["get"]["responses"] = json!({ "well": {} });
    assert_ne!(errors(OPENAPI, "", &document), "");
    let no_problem = json!({ "detail": "a code is missing" });
    let schema = "/components/schemas/Problem";
    assert_ne!(errors(&document.to_string(), schema, &no_problem), "");
}

#[test]
fn steps_of_the_databases_are_added_and_never_edited() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/migrations");
    let sums = std::fs::read_to_string(folder.join("SHA256SUMS")).expect("read SHA256SUMS");
    let mut listed = Vec::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("a sum, two spaces, a name");
        let step = std::fs::read(folder.join(name)).unwrap_or_default();
        let found: String =
            Sha256::digest(&step).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            found, sum,
            "{name} was edited, and databases have it as it was: take the change back and add a step"
        );
        listed.push(name.to_owned());
    }
    let mut found = Vec::new();
    for database in ["sqlite", "postgres"] {
        for step in std::fs::read_dir(folder.join(database)).expect("read the folder of steps") {
            let name = step.expect("read the folder of steps").file_name();
            found.push(format!("{database}/{}", name.to_string_lossy()));
        }
    }
    listed.sort();
    found.sort();
    assert_eq!(found, listed, "a new step needs its line in server/migrations/SHA256SUMS");
}
