//! The page on which agents work: its files and its texts.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use kb_locales::{compile_inbox, inbox_locales};

use crate::app::App;
use crate::wishes;

/// What the page may do: run its own program, speak to this server, no more.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The page has a folder of its own, so that its files have short names.
pub(crate) async fn folder() -> Redirect {
    Redirect::permanent("/inbox/")
}

/// The page.
pub(crate) async fn index(State(app): State<App>, headers: HeaderMap) -> Response {
    own(app.assets.answer("inbox/index.html", &headers))
}

/// What the page loads.
pub(crate) async fn file(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    own(app.assets.answer(&format!("inbox/{name}"), &headers))
}

/// The texts in the reader's locale, by the browser's wish.
pub(crate) async fn messages(headers: HeaderMap) -> Response {
    let wish = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    // A test compiles every text, so there always is one.
    let compiled =
        compile_inbox(&wishes::best(&wishes::parse(wish.unwrap_or_default()), inbox_locales()))
            .ok()
            .flatten();
    let mut response = compiled.unwrap_or_default().into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "private, max-age=300"),
        (header::VARY, "accept-language"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    own(response)
}

/// Nobody else embeds these files, and they may do what the page needs.
fn own(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use kb_locales::Locale;

    use super::*;

    #[test]
    fn every_text_of_the_inbox_can_be_compiled() {
        for code in inbox_locales() {
            let locale = Locale::parse(code).expect("a code");
            let compiled = compile_inbox(&locale).expect("only what browsers read");
            assert!(compiled.expect("translated").contains("\"sign-in-title\""), "{code}");
        }
    }
}
