//! The way out of letters: a page for people, one request for mail programs.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use kb_locales::mail_texts;
use kb_protocol::chat::Code;
use kb_protocol::id::BrandId;
use serde::Deserialize;

use crate::app::App;
use crate::config::BrandConfig;
use crate::error::ApiError;
use crate::forms::plain::around;
use crate::forms::{escape, locale_of};

/// Parameters of the page.
#[derive(Debug, Deserialize)]
pub(crate) struct PageQuery {
    #[serde(default)]
    pub(super) locale: String,
}

/// Asks whether somebody wants no more letters. Nothing changes by it: programs
/// that look at links do so too.
///
/// # Errors
///
/// `invalid_token` if no letter had this address.
pub(crate) async fn ask(
    State(app): State<App>,
    Path(way_out): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Response, ApiError> {
    let (brand, address) = read(&app, &way_out)?;
    let is_out = app.store.is_unsubscribed(brand.clone(), address).await?;
    let state = if is_out { Shown::Out } else { Shown::Question };
    with_brand(&app, &brand, |settings| page(settings, &query.locale, state))
}

/// Sends no more letters of the brand to the address: at once, as RFC 8058 has
/// it for mail programs, which send `List-Unsubscribe=One-Click`; with `again=1`,
/// as the page's button does, they are sent again.
///
/// # Errors
///
/// As [`ask`].
pub(crate) async fn change(
    State(app): State<App>,
    Path(way_out): Path<String>,
    Query(query): Query<PageQuery>,
    body: String,
) -> Result<Response, ApiError> {
    let (brand, address) = read(&app, &way_out)?;
    let wants_again = body.split('&').any(|pair| pair == "again=1");
    let now = app.clock.now();
    app.store.set_unsubscribed(brand.clone(), address, !wants_again, now).await?;
    let state = if wants_again { Shown::Again } else { Shown::Out };
    with_brand(&app, &brand, |settings| page(settings, &query.locale, state))
}

fn read(app: &App, way_out: &str) -> Result<(BrandId, String), ApiError> {
    app.mail_keys
        .read_way_out(way_out)
        .ok_or_else(|| ApiError::refused(Code::InvalidToken, "no letter had this address"))
}

fn with_brand(
    app: &App,
    brand: &BrandId,
    show: impl FnOnce(&BrandConfig) -> Response,
) -> Result<Response, ApiError> {
    let brands = app.brands();
    let settings = brands.get(brand);
    settings.map(show).ok_or_else(|| ApiError::refused(Code::UnknownBrand, "the brand is gone"))
}

/// What the page says.
#[derive(Clone, Copy)]
enum Shown {
    Question,
    Out,
    Again,
}

fn page(brand: &BrandConfig, locale: &str, shown: Shown) -> Response {
    let texts = mail_texts(&locale_of(locale));
    let name = [("brand", brand.name.as_str().into())];
    let title = match shown {
        Shown::Question => texts.text("mail-stop-title", &name),
        Shown::Out => texts.text("mail-stopped", &name),
        Shown::Again => texts.text("mail-again", &name),
    };
    let mut main = format!("<h1>{}</h1>\n", escape(&title));
    if matches!(shown, Shown::Question) {
        let text = escape(&texts.text("mail-stop-text", &[]));
        main.push_str(&format!("<p class=\"lead\">{text}</p>\n"));
    }
    let button = match shown {
        Shown::Question => Some(("stop", "mail-stop-button")),
        Shown::Out => Some(("again", "mail-again-button")),
        Shown::Again => None,
    };
    if let Some((name, id)) = button {
        let text = escape(&texts.text(id, &[]));
        main.push_str(&format!(
            "<form method=\"post\">\n<p class=\"buttons\">\
             <button class=\"go\" name=\"{name}\" value=\"1\">{text}</button></p>\n</form>\n"
        ));
    }
    around(brand, &title, texts.locale().code(), |page| page.html(&main))
}
