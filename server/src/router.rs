//! Every route in one table, each with the permission it needs.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post, put};
use kb_protocol::limits;

use crate::app::App;
use crate::door;
use crate::handlers::{
    chat, customers, export, files, forms, frame, health, hooks, inbox, inbox_page, mail, merges,
    notifications, person, records, session, way_back, widget,
};
use crate::peer;
use crate::policy::Permission;

/// One address with its method.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, in axum's spelling.
    pub path: &'static str,
    /// What one has to be allowed.
    pub permission: Permission,
    handler: MethodRouter<App>,
}

/// All routes there are. A route cannot be written without its permission.
pub fn routes() -> Vec<Route> {
    use Permission::{
        ManageCustomers, ManageHooks, MergeCustomers, OwnAccount, OwnConversations, Public,
        ReadAgents, ReadConversations, ReadMetrics, ReadRecords, Reply,
    };
    let route = |method, path, permission, handler| Route { method, path, permission, handler };
    let (read, write, erase) = (Method::GET, Method::POST, Method::DELETE);
    vec![
        route(read.clone(), "/healthz", Public, get(health::alive)),
        route(read.clone(), "/readyz", Public, get(health::ready)),
        route(read.clone(), "/metrics", ReadMetrics, get(health::metrics)),
        route(read.clone(), "/openapi.json", Public, get(health::interface)),
        route(read.clone(), "/widget.js", Public, get(widget::loader)),
        route(read.clone(), "/widget/frame", Public, get(frame::page)),
        route(read.clone(), "/widget/conversation", Public, get(way_back::hold)),
        // Where pages that were written for another SDK look for it.
        route(read.clone(), "/chat-web/widget.js", Public, get(widget::alias)),
        route(read.clone(), "/core.js", Public, get(widget::core)),
        route(read.clone(), "/chat-web/core.js", Public, get(widget::core_alias)),
        route(read.clone(), "/widget/{*name}", Public, get(widget::file)),
        route(read.clone(), "/chat/v1/settings", Public, get(widget::settings)),
        route(write.clone(), "/chat/v1/sessions", Public, post(chat::open_session)),
        // A socket says who it is in its first frame.
        route(read.clone(), "/chat/v1/socket", Public, get(chat::socket)),
        route(write.clone(), "/chat/v1/exchange", OwnConversations, post(chat::exchange)),
        route(write.clone(), "/chat/v1/login", Public, post(person::login)),
        route(read.clone(), "/chat/v1/session", OwnConversations, get(person::identity)),
        route(erase.clone(), "/chat/v1/session", OwnConversations, delete(person::logout)),
        route(write.clone(), "/chat/v1/customer", OwnConversations, post(person::describe)),
        route(
            write.clone(),
            "/chat/v1/conversations/{id}",
            OwnConversations,
            post(person::describe_conversation),
        ),
        route(read.clone(), "/chat/v1/files", Public, get(files::limits)),
        route(write.clone(), "/chat/v1/files", OwnConversations, post(files::upload_by_visitor)),
        route(
            read.clone(),
            "/chat/v1/files/{id}",
            OwnConversations,
            get(files::download_by_visitor),
        ),
        route(write.clone(), "/forms/v1/{key}/{form}/challenge", Public, post(forms::challenge)),
        route(
            write.clone(),
            "/forms/v1/{key}/{form}",
            Public,
            post(forms::submit).layer(DefaultBodyLimit::disable()),
        ),
        route(read.clone(), "/forms/v1/{key}/{form}", Public, get(forms::page)),
        route(read.clone(), "/forms/v1/{key}/{form}/sent", Public, get(forms::sent)),
        route(
            write.clone(),
            "/hooks/form/{org}/{hash}",
            Public,
            post(hooks::receive).layer(DefaultBodyLimit::disable()),
        ),
        route(write.clone(), "/kb/v1/{key}/votes", Public, post(records::vote)),
        route(write.clone(), "/kb/v1/{key}/records", Public, post(records::records)),
        // Looking changes nothing; RFC 8058 has programs post.
        route(read.clone(), "/mail/v1/unsubscribe/{way_out}", Public, get(mail::ask)),
        route(write.clone(), "/mail/v1/unsubscribe/{way_out}", Public, post(mail::change)),
        // Here too, and a session begins with the button alone.
        route(read.clone(), "/mail/v1/conversation/{way_back}", Public, get(way_back::ask)),
        route(write.clone(), "/mail/v1/conversation/{way_back}", Public, post(way_back::open)),
        route(read.clone(), "/inbox", Public, get(inbox_page::folder)),
        route(read.clone(), "/inbox/", Public, get(inbox_page::index)),
        route(read.clone(), "/inbox/messages.json", Public, get(inbox_page::messages)),
        route(read.clone(), "/inbox/{file}", Public, get(inbox_page::file)),
        route(read.clone(), "/inbox/v1/files", Reply, get(files::limits)),
        route(write.clone(), "/inbox/v1/files", Reply, post(files::upload_by_agent)),
        route(
            read.clone(),
            "/inbox/v1/files/{id}",
            ReadConversations,
            get(files::download_by_agent),
        ),
        route(write.clone(), "/inbox/v1/session", Public, post(session::sign_in)),
        route(read.clone(), "/inbox/v1/session", Public, get(session::me)),
        route(erase.clone(), "/inbox/v1/session", OwnAccount, delete(session::sign_out)),
        route(read.clone(), "/inbox/v1/notifications", OwnAccount, get(notifications::read)),
        route(Method::PUT, "/inbox/v1/notifications", OwnAccount, put(notifications::change)),
        route(read.clone(), "/inbox/v1/agents", ReadAgents, get(inbox::agents)),
        route(read.clone(), "/inbox/v1/setup", ReadConversations, get(inbox::setup)),
        route(read.clone(), "/inbox/v1/counts", ReadConversations, get(inbox::counts)),
        route(read.clone(), "/inbox/v1/search", ReadConversations, get(inbox::search)),
        route(read.clone(), "/inbox/v1/conversations", ReadConversations, get(inbox::list)),
        route(read.clone(), "/inbox/v1/conversations/{id}", ReadConversations, get(inbox::detail)),
        route(
            read.clone(),
            "/inbox/v1/conversations/{id}/entries",
            ReadConversations,
            get(inbox::entries),
        ),
        route(
            read.clone(),
            "/inbox/v1/conversations/{id}/customer",
            ReadConversations,
            get(inbox::customer),
        ),
        route(read.clone(), "/inbox/v1/customers/{id}", ManageCustomers, get(customers::export)),
        route(erase, "/inbox/v1/customers/{id}", ManageCustomers, delete(customers::erase)),
        route(
            read.clone(),
            "/inbox/v1/customers/{id}/merge",
            MergeCustomers,
            get(merges::candidates),
        ),
        route(write.clone(), "/inbox/v1/customers/{id}/merge", MergeCustomers, post(merges::merge)),
        route(write.clone(), "/inbox/v1/merges/{id}/undo", MergeCustomers, post(merges::undo)),
        route(read.clone(), "/inbox/v1/admin/counts", ReadRecords, get(records::counts)),
        route(read.clone(), "/inbox/v1/admin/records", ReadRecords, get(export::export)),
        route(read.clone(), "/inbox/v1/admin/hooks", ManageHooks, get(hooks::list)),
        route(read.clone(), "/inbox/v1/admin/events", ManageHooks, get(hooks::events)),
        route(read.clone(), "/inbox/v1/admin/transactions", ManageHooks, get(hooks::transactions)),
        route(
            write.clone(),
            "/inbox/v1/admin/transactions/{id}/replay",
            ManageHooks,
            post(hooks::replay),
        ),
        route(
            read.clone(),
            "/inbox/v1/admin/transactions/{id}/files/{file}",
            ManageHooks,
            get(hooks::file),
        ),
        route(read, "/inbox/v1/socket", ReadConversations, get(inbox::socket)),
    ]
}

/// The whole HTTP interface.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for Route { path, permission, handler, .. } in routes() {
        let guarded = handler
            .route_layer(middleware::from_fn_with_state((app.clone(), permission), door::guard));
        router = router.route(path, guarded);
    }
    router
        .layer(DefaultBodyLimit::max(limits::FRAME_BYTES))
        .layer(middleware::from_fn_with_state(app.clone(), door::share_with_host_pages))
        .layer(middleware::from_fn_with_state(app.clone(), harden))
        .layer(middleware::from_fn_with_state(app.clone(), peer::behind_proxies))
        .with_state(app)
}

/// Answers are data: nothing in them may run, be framed, guessed or kept.
async fn harden(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.config.is_secure() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000"),
        );
    }
    response
}
