//! What is said on each route, in the order of the route table.

use axum::http::Method;
use kb_protocol::api::{
    ConversationDescription, CustomerDescription, LoginAnswer, LoginRequest, Me, SessionAnswer,
    SessionRequest, SignIn, Tombstone, VisitorIdentity,
};
use kb_protocol::chat::{ClientFrame, Exchange, ExchangeAnswer, ServerFrame};
use kb_protocol::file::{FileInfo, FileLimits};
use kb_protocol::form::{Challenge, Submission, Submitted};
use kb_protocol::hook::{HookEvent, HookInfo, HookReceipt, TransactionPage};
use kb_protocol::inbox::{
    AgentFrame, Colleague, ConversationDetail, CustomerDetail, CustomerMerge, HistoryPage,
    InboxFrame, InboxPage, InboxSetup, MergeChoice, MergeRequest, SearchPage, View, ViewCounts,
};
use kb_protocol::notification::{NotificationSettings, Notifications};
use kb_protocol::record::{RecordCounts, RecordKind, Records, Vote};
use kb_protocol::widget::WidgetSettings;
use serde_json::Value;

use super::Operation;

/// One for every route.
pub(super) fn all() -> Vec<Operation> {
    let get = |path, summary| Operation::new(Method::GET, path, summary);
    let post = |path, summary| Operation::new(Method::POST, path, summary);
    let put = |path, summary| Operation::new(Method::PUT, path, summary);
    let delete = |path, summary| Operation::new(Method::DELETE, path, summary);
    vec![
        get("/healthz", "The process answers"),
        get("/readyz", "The database can be read and written"),
        get("/metrics", "Figures of the process, for Prometheus").gives_file("text/plain"),
        get("/openapi.json", "This document").gives_file("application/json"),
        get("/widget.js", "The script that a host page names").gives_file("text/javascript"),
        get("/widget/frame", "The page in the frame, where a host page forbids WebAssembly")
            .required::<String>("key", "Public key of the widget")
            .gives_file("text/html"),
        get("/widget/conversation", "A page with the widget, where a letter leads back to")
            .required::<String>("key", "Public key of the widget")
            .query::<String>("locale", "BCP 47 code")
            .gives_file("text/html"),
        get("/chat-web/widget.js", "The script for pages that were written for another SDK")
            .gives_file("text/javascript"),
        get("/core.js", "The chat without an interface, for pages that draw their own")
            .gives_file("text/javascript"),
        get("/chat-web/core.js", "The same for pages that were written for another SDK")
            .gives_file("text/javascript"),
        get("/widget/{*name}", "What that script loads").gives_file("application/octet-stream"),
        get("/chat/v1/settings", "Settings of a brand's widget")
            .required::<String>("key", "Public key of the widget")
            .query::<String>("brand", "Id of another brand than that of the key")
            .query::<String>("lang", "What the page wishes; `Accept-Language` if left out")
            .query::<String>("mode", "What the page offers: `chat`, `kb` or `both`")
            .query::<String>("schedule", "Name of another schedule than the brand's")
            .gives::<WidgetSettings>(200),
        post("/chat/v1/sessions", "Makes a visitor with a session")
            .takes::<SessionRequest>()
            .gives::<SessionAnswer>(201),
        get("/chat/v1/socket", "A visitor's socket; the first frame is `hello`")
            .carries::<ClientFrame, ServerFrame>(),
        post("/chat/v1/exchange", "The frames of that socket over plain requests")
            .takes::<Exchange>()
            .gives::<ExchangeAnswer>(200),
        post("/chat/v1/login", "Makes a session for a customer whom the brand's site has verified")
            .takes::<LoginRequest>()
            .gives::<LoginAnswer>(200),
        get("/chat/v1/session", "Whose session this is").gives::<VisitorIdentity>(200),
        delete("/chat/v1/session", "Ends the session, on every socket at once"),
        post("/chat/v1/customer", "Keeps what a page says of its visitor")
            .takes::<CustomerDescription>(),
        post("/chat/v1/conversations/{id}", "Keeps what a page says of a conversation")
            .takes::<ConversationDescription>(),
        get("/chat/v1/files", "What files visitors may send").gives::<FileLimits>(200),
        post("/chat/v1/files", "Keeps a file for one message of this visitor")
            .takes_file()
            .gives::<FileInfo>(201),
        get("/chat/v1/files/{id}", "A file of the visitor's conversations")
            .gives_file("application/octet-stream"),
        post("/forms/v1/{key}/{form}/challenge", "Some work to do before a form is taken")
            .gives::<Challenge>(200),
        post("/forms/v1/{key}/{form}", "Keeps a form; fields of a page are answered by a page")
            .takes::<Submission>()
            .gives::<Submitted>(201),
        get("/forms/v1/{key}/{form}", "A form as a page without a script")
            .query::<String>("locale", "BCP 47 code; other parameters are answers")
            .gives_file("text/html"),
        get("/forms/v1/{key}/{form}/sent", "The thanks of such a page")
            .required::<String>("reference", "As it was given")
            .query::<String>("locale", "BCP 47 code")
            .gives_file("text/html"),
        post("/hooks/form/{org}/{hash}", "Keeps what other people's forms send: JSON, fields, XML")
            .takes::<Value>()
            .gives::<HookReceipt>(201),
        post("/kb/v1/{key}/votes", "Keeps a vote on an article").takes::<Vote>().gives_status(202),
        post("/kb/v1/{key}/records", "Keeps offers, searches and invitations")
            .takes::<Records>()
            .gives_status(202),
        get("/mail/v1/unsubscribe/{way_out}", "Asks whether somebody wants no more letters")
            .query::<String>("locale", "BCP 47 code")
            .gives_file("text/html"),
        post("/mail/v1/unsubscribe/{way_out}", "Sends no more letters, or with `again=1` again")
            .query::<String>("locale", "BCP 47 code")
            .gives_file("text/html"),
        get("/mail/v1/conversation/{way_back}", "Says whose conversation a letter leads back to")
            .query::<String>("locale", "BCP 47 code")
            .gives_file("text/html"),
        post("/mail/v1/conversation/{way_back}", "Begins a session of the customer who got it")
            .query::<String>("locale", "BCP 47 code")
            .gives_file("text/html"),
        get("/inbox", "Leads to `/inbox/`").leads_elsewhere(),
        get("/inbox/", "The page on which agents work").gives_file("text/html"),
        get("/inbox/messages.json", "Its texts, in the locale of `Accept-Language`")
            .gives_file("application/json"),
        get("/inbox/{file}", "What that page loads").gives_file("application/octet-stream"),
        get("/inbox/v1/files", "What files agents may send").gives::<FileLimits>(200),
        post("/inbox/v1/files", "Keeps a file for one answer of this agent")
            .takes_file()
            .gives::<FileInfo>(201),
        get("/inbox/v1/files/{id}", "A file of any conversation")
            .gives_file("application/octet-stream"),
        post("/inbox/v1/session", "Signs an agent in").takes::<SignIn>().gives::<Me>(200),
        get("/inbox/v1/session", "Who is signed in").gives::<Me>(200),
        delete("/inbox/v1/session", "Signs out, on every socket at once"),
        get("/inbox/v1/notifications", "What the agent is told of, where and when")
            .gives::<Notifications>(200),
        put("/inbox/v1/notifications", "Changes that, in every open inbox of the agent at once")
            .takes::<NotificationSettings>()
            .gives::<Notifications>(200),
        get("/inbox/v1/agents", "Everybody to whom a conversation can be given")
            .gives::<Vec<Colleague>>(200),
        get("/inbox/v1/setup", "What the settings say of the agents' work")
            .gives::<InboxSetup>(200),
        get("/inbox/v1/counts", "How many conversations each list has").gives::<ViewCounts>(200),
        get("/inbox/v1/search", "Conversations with every wanted word")
            .required::<String>("q", "The words")
            .query::<String>("cursor", "`next` of the page before")
            .gives::<SearchPage>(200),
        get("/inbox/v1/conversations", "One page of a list, the latest first")
            .query::<View>("view", "Which list; `open` if left out")
            .query::<String>("cursor", "`next` of the page before")
            .gives::<InboxPage>(200),
        get("/inbox/v1/conversations/{id}", "A conversation with its latest entries")
            .gives::<ConversationDetail>(200),
        get("/inbox/v1/conversations/{id}/entries", "Older entries, ascending")
            .required::<u64>("before", "Only entries with smaller numbers")
            .gives::<HistoryPage>(200),
        get("/inbox/v1/conversations/{id}/customer", "Whose conversation it is")
            .gives::<CustomerDetail>(200),
        get("/inbox/v1/customers/{id}", "All that is kept of a customer, without notes")
            .gives_file("application/json"),
        delete("/inbox/v1/customers/{id}", "Erases a customer with everything, for good")
            .gives::<Tombstone>(200),
        get("/inbox/v1/customers/{id}/merge", "Who may be the same person as a customer")
            .query::<String>("q", "Words of their conversations; without it those who are alike")
            .gives::<MergeChoice>(200),
        post("/inbox/v1/customers/{id}/merge", "Makes a customer part of another one")
            .takes::<MergeRequest>()
            .gives::<CustomerMerge>(200),
        post("/inbox/v1/merges/{id}/undo", "Parts two customers again, within a day")
            .gives::<CustomerMerge>(200),
        get("/inbox/v1/admin/counts", "How often something became of something")
            .query::<i64>("since", "Moment in milliseconds")
            .gives::<RecordCounts>(200),
        get("/inbox/v1/admin/records", "Raw records of one kind")
            .required::<RecordKind>("kind", "Which")
            .query::<String>("format", "`json` or `csv`")
            .query::<i64>("since", "Moment in milliseconds")
            .gives_file("application/octet-stream"),
        get("/inbox/v1/admin/hooks", "Every form hook").gives::<Vec<HookInfo>>(200),
        get("/inbox/v1/admin/events", "What has happened at the form hooks, ascending")
            .query::<u64>("after", "Only events with larger numbers")
            .gives::<Vec<HookEvent>>(200),
        get("/inbox/v1/admin/transactions", "What a form hook has received, the latest first")
            .required::<String>("hook", "Its name")
            .query::<String>("cursor", "`next` of the page before")
            .gives::<TransactionPage<Value>>(200),
        post("/inbox/v1/admin/transactions/{id}/replay", "Lets it happen once more")
            .gives_status(202),
        get("/inbox/v1/admin/transactions/{id}/files/{file}", "A file that came with it")
            .gives_file("application/octet-stream"),
        get("/inbox/v1/socket", "An agent's socket").carries::<AgentFrame, InboxFrame>(),
    ]
}
