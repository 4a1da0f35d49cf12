//! The widget in a frame of this server, for host pages whose policy forbids
//! WebAssembly: the frame has a policy of its own.

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use kb_protocol::chat::Code;
use serde::Deserialize;

use crate::app::App;
use crate::config::BrandConfig;
use crate::error::ApiError;

/// Parameters of the page.
#[derive(Debug, Deserialize)]
pub(crate) struct FrameQuery {
    key: String,
}

/// The page in the frame. Only pages of the brand's origins may show it, and
/// its script talks to nobody else.
///
/// # Errors
///
/// `unknown_key`.
pub(crate) async fn page(
    State(app): State<App>,
    Query(query): Query<FrameQuery>,
) -> Result<Response, ApiError> {
    let brands = app.brands();
    let Some((_, brand)) = brands.of_key(&query.key) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    // The settings let nothing into origins that means something here.
    let origins = brand.origins.join(" ");
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, viewport-fit=cover\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>Helpwright</title>\n\
         <body data-origins=\"{origins}\">\n\
         <script type=\"module\" src=\"frame/page.js\"></script>\n"
    );
    let mut response = Html(page).into_response();
    let policy = HeaderValue::from_str(&policy(brand)).map_err(|_| {
        ApiError::refused(Code::Unavailable, "the brand's origins do not fit into a header")
    })?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// What the page may do: run the widget, speak to this server, read the
/// brand's help site, and be shown on the brand's pages.
fn policy(brand: &BrandConfig) -> String {
    let origins = if brand.origins.is_empty() { "'none'" } else { &*brand.origins.join(" ") };
    format!(
        "default-src 'none'; {} base-uri 'none'; form-action 'none'; frame-ancestors {origins}",
        widget_policy(brand)
    )
}

/// What the widget needs on a page of ours. Forms of the help site bring the
/// site's own script.
fn widget_policy(brand: &BrandConfig) -> String {
    policy_with(brand, &site_of(brand))
}

/// The same of a page that shows the chat alone, which has no forms: no script
/// but ours runs on it, as agents have their session at this address too.
pub(super) fn chat_policy(brand: &BrandConfig) -> String {
    policy_with(brand, "")
}

/// The help site as one more source, if there is one.
fn site_of(brand: &BrandConfig) -> String {
    brand.help_site.as_ref().map_or(String::new(), |site| format!(" {site}"))
}

fn policy_with(brand: &BrandConfig, scripts: &str) -> String {
    let site = site_of(brand);
    format!(
        "script-src 'self' 'wasm-unsafe-eval'{scripts}; connect-src 'self'{site}; \
         img-src 'self' data: blob:{site}; media-src 'self'{site}; \
         require-trusted-types-for 'script'; trusted-types helpwright-form;"
    )
}
