//! What is said on each route, in the order of the route table.

use axum::http::Method;
use kb_protocol::api::{Me, SessionAnswer, SessionRequest, SignIn};
use kb_protocol::chat::{ClientFrame, Entry, Exchange, ExchangeAnswer, ServerFrame};
use kb_protocol::inbox::{AgentFrame, ConversationDetail, InboxFrame, InboxPage, View};
use kb_protocol::widget::WidgetSettings;

use super::Operation;
use crate::handlers::inbox::Colleague;

/// One for every route.
pub(super) fn all() -> Vec<Operation> {
    let get = |path, summary| Operation::new(Method::GET, path, summary);
    let post = |path, summary| Operation::new(Method::POST, path, summary);
    let delete = |path, summary| Operation::new(Method::DELETE, path, summary);
    vec![
        get("/healthz", "The process answers"),
        get("/readyz", "The database can be read and written"),
        get("/metrics", "Figures of the process, for Prometheus").gives_file("text/plain"),
        get("/openapi.json", "This document").gives_file("application/json"),
        get("/widget.js", "The script that a host page names").gives_file("text/javascript"),
        get("/widget/{*name}", "What that script loads").gives_file("application/octet-stream"),
        get("/chat/v1/settings", "Settings of a brand's widget")
            .required::<String>("key", "Public key of the widget")
            .gives::<WidgetSettings>(200),
        post("/chat/v1/sessions", "Makes a visitor with a session")
            .takes::<SessionRequest>()
            .gives::<SessionAnswer>(201),
        get("/chat/v1/socket", "A visitor's socket; the first frame is `hello`")
            .carries::<ClientFrame, ServerFrame>(),
        post("/chat/v1/exchange", "The frames of that socket over plain requests")
            .takes::<Exchange>()
            .gives::<ExchangeAnswer>(200),
        get("/inbox", "Leads to `/inbox/`").leads_elsewhere(),
        get("/inbox/", "The page on which agents work").gives_file("text/html"),
        get("/inbox/messages.json", "Its texts, in the locale of `Accept-Language`")
            .gives_file("application/json"),
        get("/inbox/{file}", "What that page loads").gives_file("application/octet-stream"),
        post("/inbox/v1/session", "Signs an agent in").takes::<SignIn>().gives::<Me>(200),
        get("/inbox/v1/session", "Who is signed in").gives::<Me>(200),
        delete("/inbox/v1/session", "Signs out, on every socket at once"),
        get("/inbox/v1/agents", "Everybody to whom a conversation can be given")
            .gives::<Vec<Colleague>>(200),
        get("/inbox/v1/conversations", "One page of a list, the latest first")
            .query::<View>("view", "Which list; `open` if left out")
            .query::<String>("cursor", "`next` of the page before")
            .gives::<InboxPage>(200),
        get("/inbox/v1/conversations/{id}", "A conversation with its latest entries")
            .gives::<ConversationDetail>(200),
        get("/inbox/v1/conversations/{id}/entries", "Older entries, ascending")
            .required::<u64>("before", "Only entries with smaller numbers")
            .gives::<Vec<Entry>>(200),
        get("/inbox/v1/socket", "An agent's socket").carries::<AgentFrame, InboxFrame>(),
    ]
}
