//! The page on which agents work: its files and its texts.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use kb_locales::{compile_inbox, inbox_locales};

use crate::app::App;
use crate::config::Brands;
use crate::config::desk::origin_of;
use crate::wishes;

/// What the page may do: run its own program, speak to this server and read
/// the lists of the help sites' articles, no more.
fn policy(brands: &Brands) -> String {
    let sites = brands.iter().filter_map(|(_, brand)| brand.help_site.as_deref());
    let origins: BTreeSet<&str> = sites.map(origin_of).collect();
    let connect: String = ["'self'"].into_iter().chain(origins).collect::<Vec<_>>().join(" ");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src {connect}; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// The page has a folder of its own, so that its files have short names.
pub(crate) async fn folder() -> Redirect {
    Redirect::permanent("/inbox/")
}

/// The page.
pub(crate) async fn index(State(app): State<App>, headers: HeaderMap) -> Response {
    own(&app, app.assets.answer("inbox/index.html", &headers))
}

/// What the page loads.
pub(crate) async fn file(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    own(&app, app.assets.answer(&format!("inbox/{name}"), &headers))
}

/// The texts in the reader's locale, by the browser's wish.
pub(crate) async fn messages(State(app): State<App>, headers: HeaderMap) -> Response {
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
    own(&app, response)
}

/// Nobody else embeds these files, and they may do what the page needs.
fn own(app: &App, mut response: Response) -> Response {
    // Origins were checked at the start: they are plain text.
    let policy = HeaderValue::from_str(&policy(&app.brands()));
    let policy = policy.unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let headers = response.headers_mut();
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    for (name, value) in [
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

#[cfg(test)]
mod tests {
    use kb_locales::Locale;

    use super::*;
    use crate::config::Config;

    #[test]
    fn the_page_may_ask_this_server_and_the_help_sites() {
        let brand = |id: &str, site: &str| {
            format!(
                "[brands.{id}]\nname = \"x\"\nkey = \"wk_0123456789abc_{id}\"\norigins = []\n\
                 help_site = \"{site}\"\n"
            )
        };
        let text = [
            brand("a", "https://help.example.com/a/"),
            brand("b", "https://help.example.com/b/"),
            brand("c", "http://127.0.0.1:4000/"),
        ];
        let brands = |text: &str| Config::parse(text, "server.toml").expect("right").take_brands();
        let some = brands(&text.concat());
        let wanted = "connect-src 'self' http://127.0.0.1:4000 https://help.example.com;";
        assert!(policy(&some).contains(wanted), "{}", policy(&some));
        let none = brands("");
        assert!(policy(&none).contains("connect-src 'self';"), "{}", policy(&none));
    }

    #[test]
    fn every_text_of_the_inbox_can_be_compiled() {
        for code in inbox_locales() {
            let locale = Locale::parse(code).expect("a code");
            let compiled = compile_inbox(&locale).expect("only what browsers read");
            assert!(compiled.expect("translated").contains("\"sign-in-title\""), "{code}");
        }
    }
}
