//! The HTTP interface as an OpenAPI 3.1 document, served at `/openapi.json`.
//!
//! Which routes there are and what they need is read from the route table;
//! what is said on them is read from the types of kb-protocol. Only the words
//! between stand here. A test fails for a route without words.

mod operations;

use axum::http::Method;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::policy::Permission;
use crate::router::{Route, routes};

type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What is said on one route.
struct Operation {
    method: Method,
    path: &'static str,
    summary: &'static str,
    query: Vec<Parameter>,
    body: Option<Body>,
    answer: Answer,
}

/// One parameter of the query.
struct Parameter {
    name: &'static str,
    about: &'static str,
    is_required: bool,
    schema: SchemaOf,
}

/// What is sent along.
enum Body {
    Json(SchemaOf),
    File,
}

/// What comes back if nothing is wrong.
enum Answer {
    Nothing { status: u16 },
    Json { status: u16, schema: SchemaOf },
    File { kind: &'static str },
    Socket { said: SchemaOf, heard: SchemaOf },
}

/// The whole document.
pub fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<kb_protocol::api::Problem>();
    let operations = operations::all();
    let mut paths = Map::new();
    for route in routes() {
        let found = operations.iter().find(|known| known.is_of(&route));
        let item = paths.entry(route.path.replace("{*", "{")).or_insert_with(|| json!({}));
        item[route.method.as_str().to_lowercase()] = describe(&route, found, &mut generator);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "kb-server",
            "summary": "Live chat between visitors and agents.",
            "description": "Over a socket go the frames that `x-frames` names, one JSON text each. \
                An enumeration may grow: take a word that you do not know for `unknown`.",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": {
                "Problem": {
                    "description": "Something was wrong; `code` says what.",
                    "content": { "application/json": { "schema": problem } },
                },
            },
            "securitySchemes": {
                "visitor": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that `POST /chat/v1/sessions` answered with.",
                },
                "agent": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-helpwright",
                    "description": "Set by `POST /inbox/v1/session`. Without TLS it is called \
                        `helpwright`. Whatever changes something also needs an `Origin` of this \
                        server.",
                },
                "monitor": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`metrics_token` of server.toml.",
                },
            },
        },
    })
}

fn describe(route: &Route, operation: Option<&Operation>, schemas: &mut SchemaGenerator) -> Value {
    let mut value = json!({
        "operationId": operation_id(route),
        "tags": [tag(route.path)],
        "x-permission": format!("{:?}", route.permission),
        "security": security(route.permission),
    });
    let mut parameters: Vec<Value> = parameters_of(route.path);
    let mut responses = Map::new();
    if let Some(operation) = operation {
        value["summary"] = operation.summary.into();
        parameters.extend(operation.query.iter().map(|parameter| {
            json!({
                "name": parameter.name,
                "in": "query",
                "description": parameter.about,
                "required": parameter.is_required,
                "schema": (parameter.schema)(schemas),
            })
        }));
        if let Some(body) = &operation.body {
            let content = match body {
                Body::Json(schema) => json!({ "application/json": { "schema": schema(schemas) } }),
                Body::File => json!({ "application/octet-stream": {} }),
            };
            value["requestBody"] = json!({ "required": true, "content": content });
        }
        let (status, answer) = operation.answer.describe(schemas);
        responses.insert(status.to_string(), answer);
        if let Answer::Socket { said, heard } = operation.answer {
            value["x-frames"] = json!({ "client": said(schemas), "server": heard(schemas) });
        }
    }
    responses.insert("default".into(), json!({ "$ref": "#/components/responses/Problem" }));
    value["responses"] = responses.into();
    if !parameters.is_empty() {
        value["parameters"] = parameters.into();
    }
    value
}

impl Answer {
    fn describe(&self, schemas: &mut SchemaGenerator) -> (u16, Value) {
        match self {
            Self::Nothing { status } => (*status, json!({ "description": "Done." })),
            Self::Json { status, schema } => {
                let schema = schema(schemas);
                let content = json!({ "application/json": { "schema": schema } });
                (*status, json!({ "description": "Done.", "content": content }))
            }
            Self::File { kind } => {
                let mut content = Map::new();
                content.insert((*kind).to_owned(), json!({}));
                (200, json!({ "description": "The file.", "content": content }))
            }
            Self::Socket { .. } => (101, json!({ "description": "A WebSocket; see `x-frames`." })),
        }
    }
}

/// `get_inbox_v1_conversations_id`: stays the same as long as the address.
fn operation_id(route: &Route) -> String {
    let words = route.path.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .fold(route.method.as_str().to_lowercase(), |id, word| format!("{id}_{word}"))
}

fn tag(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("chat") => "chat",
        Some("inbox") => "inbox",
        Some("forms" | "hooks" | "kb") => "site",
        Some("widget" | "widget.js" | "core.js" | "chat-web") => "widget",
        _ => "operation",
    }
}

fn security(permission: Permission) -> Value {
    match permission {
        Permission::Public => json!([]),
        Permission::OwnConversations => json!([{ "visitor": [] }]),
        Permission::ReadMetrics => json!([{ "monitor": [] }, { "agent": [] }]),
        _ => json!([{ "agent": [] }]),
    }
}

/// What stands in braces; `{*name}` takes slashes along.
fn parameters_of(path: &str) -> Vec<Value> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            json!({
                "name": name.trim_start_matches('*'),
                "in": "path",
                "required": true,
                "schema": { "type": "string" },
            })
        })
        .collect()
}

impl Operation {
    fn new(method: Method, path: &'static str, summary: &'static str) -> Self {
        let answer = Answer::Nothing { status: 204 };
        Self { method, path, summary, query: Vec::new(), body: None, answer }
    }

    fn is_of(&self, route: &Route) -> bool {
        self.method == route.method && self.path == route.path
    }

    fn query<T: JsonSchema>(mut self, name: &'static str, about: &'static str) -> Self {
        let schema = |schemas: &mut SchemaGenerator| schemas.subschema_for::<T>();
        self.query.push(Parameter { name, about, is_required: false, schema });
        self
    }

    fn required<T: JsonSchema>(self, name: &'static str, about: &'static str) -> Self {
        let mut operation = self.query::<T>(name, about);
        operation.query.iter_mut().last().expect("the one just added").is_required = true;
        operation
    }

    fn takes<T: JsonSchema>(mut self) -> Self {
        self.body = Some(Body::Json(|schemas| schemas.subschema_for::<T>()));
        self
    }

    fn takes_file(self) -> Self {
        Self { body: Some(Body::File), ..self }
    }

    fn gives<T: JsonSchema>(self, status: u16) -> Self {
        let schema = |schemas: &mut SchemaGenerator| schemas.subschema_for::<T>();
        Self { answer: Answer::Json { status, schema }, ..self }
    }

    fn gives_file(self, kind: &'static str) -> Self {
        Self { answer: Answer::File { kind }, ..self }
    }

    fn gives_status(self, status: u16) -> Self {
        Self { answer: Answer::Nothing { status }, ..self }
    }

    fn leads_elsewhere(self) -> Self {
        self.gives_status(308)
    }

    fn carries<Said: JsonSchema, Heard: JsonSchema>(self) -> Self {
        let said = |schemas: &mut SchemaGenerator| schemas.subschema_for::<Said>();
        let heard = |schemas: &mut SchemaGenerator| schemas.subschema_for::<Heard>();
        Self { answer: Answer::Socket { said, heard }, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_has_words_and_all_words_have_a_route() {
        let routes = routes();
        let operations = operations::all();
        for route in &routes {
            let known = operations.iter().filter(|known| known.is_of(route)).count();
            let address = format!("{} {}", route.method, route.path);
            assert_eq!(known, 1, "`{address}` stands {known} times in openapi/operations.rs");
        }
        assert_eq!(operations.len(), routes.len(), "openapi/operations.rs has a route too much");
    }
}
