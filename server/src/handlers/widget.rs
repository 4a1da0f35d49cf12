//! What a host page loads: the widget's files and its settings.

use std::borrow::Cow;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kb_locales::{Locale, widget_text};
use kb_protocol::chat::Code;
use kb_protocol::proactive::RuleBook;
use kb_protocol::widget::{
    PROACTIVE_SCRIPT, ProactiveSettings, ProactiveTexts, WidgetMode, WidgetSettings,
};
use serde::Deserialize;

use crate::app::App;
use crate::config::{BrandConfig, Reopen};
use crate::error::ApiError;
use crate::wishes;

/// The one script that a host page names.
pub(crate) async fn loader(State(app): State<App>, headers: HeaderMap) -> Response {
    app.assets.answer("widget/widget.js", &headers)
}

/// The same for pages that were written for another SDK.
pub(crate) async fn alias(State(app): State<App>, headers: HeaderMap) -> Response {
    app.assets.answer("widget/alias.js", &headers)
}

/// The chat without an interface, for pages that draw their own.
pub(crate) async fn core(State(app): State<App>, headers: HeaderMap) -> Response {
    app.assets.answer("widget/core.js", &headers)
}

/// The same for pages that were written for another SDK.
pub(crate) async fn core_alias(State(app): State<App>, headers: HeaderMap) -> Response {
    app.assets.answer("widget/core-alias.js", &headers)
}

/// What the loader loads when somebody wants the widget.
pub(crate) async fn file(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    app.assets.answer(&format!("widget/{name}"), &headers)
}

/// Parameters of the settings.
#[derive(Debug, Deserialize)]
pub(crate) struct SettingsQuery {
    key: String,
    /// Another brand than that of the key.
    #[serde(default)]
    brand: String,
    /// What the page wishes; else the browser is asked.
    #[serde(default)]
    lang: String,
    /// What the page offers, where it knows better: a help site knows itself.
    #[serde(default)]
    mode: String,
    /// Another schedule than the brand's.
    #[serde(default)]
    schedule: String,
}

/// The settings of a brand's widget; nothing in them is secret.
///
/// # Errors
///
/// `unknown_key`, `unknown_brand`, `unknown_schedule`.
pub(crate) async fn settings(
    State(app): State<App>,
    Query(query): Query<SettingsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let brands = app.brands();
    let Some((mut id, mut brand)) = brands.of_key(&query.key) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    if !query.brand.is_empty() {
        let wanted = brands.iter().find(|(id, _)| id.as_str() == query.brand);
        (id, brand) = wanted.ok_or_else(|| ApiError::Explained {
            code: Code::UnknownBrand,
            detail: "no brand has this id".to_owned(),
            source_of: query.brand,
        })?;
    }
    let mut hours = Cow::Borrowed(brand);
    if !query.schedule.is_empty() {
        if !brands.has_schedule(&query.schedule) {
            return Err(ApiError::Explained {
                code: Code::UnknownSchedule,
                detail: "no schedule has this name".to_owned(),
                source_of: query.schedule,
            });
        }
        hours.to_mut().schedule = Some(query.schedule);
    }
    let browser = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    // Other SDKs write `en_us`.
    let mut wished = wishes::parse(&query.lang.replace('_', "-"));
    wished.extend(wishes::parse(browser.unwrap_or_default()));
    let spoken = brand.locales.iter().map(String::as_str);
    let spoken = spoken.filter(|code| wishes::labels().contains_key(*code));
    let locale = wishes::best(&wished, spoken);
    let mode = match query.mode.as_str() {
        "chat" => WidgetMode::Chat,
        "kb" => WidgetMode::Kb,
        "both" => WidgetMode::Both,
        _ => brand.mode.into(),
    };
    let label = if mode.has_articles() {
        widget_text(&locale, "kb-launcher")
    } else {
        wishes::labels().get(locale.code()).cloned().unwrap_or_default()
    };
    let now = app.clock.now();
    let has_agents = app.hub.staff.is_anywhere(now);
    let proactive = invitations(&app, brand, mode, &locale).await;
    let settings = WidgetSettings {
        brand: id,
        key: brand.key.clone(),
        name: brand.name.clone(),
        color: brand.color.clone(),
        greeting: brand.filled(&brand.greeting),
        locales: brand.locales.clone(),
        label,
        direction: locale.direction().to_owned(),
        locale: locale.code().to_owned(),
        availability: brands.availability(&hours, now, has_agents),
        changes: brands.changes(&hours, now, has_agents),
        off_hours_message: brand.filled(&brand.off_hours_message),
        closable: brand.closable,
        single_conversation: brand.single_conversation,
        reopens: brand.reopen == Reopen::Reopen,
        files: app.config.files.is_on(),
        alerts: brand.alerts(),
        suggestions: brand.suggestions,
        idle: proactive.as_ref().map(|_| PROACTIVE_SCRIPT.to_owned()),
        proactive,
        mode,
        help_site: brand.help_site.clone(),
    };
    let mut response = Json(settings).into_response();
    let max_age = HeaderValue::from_static("public, max-age=60");
    response.headers_mut().insert(header::CACHE_CONTROL, max_age);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}

/// The rules of the brand's site, with the messages of one locale; `None`
/// where nobody is invited.
async fn invitations(
    app: &App,
    brand: &BrandConfig,
    mode: WidgetMode,
    locale: &Locale,
) -> Option<ProactiveSettings> {
    let has_chat = brand.chat && mode != WidgetMode::Kb;
    let site = brand.site.as_ref().filter(|_| has_chat)?;
    let (folder, now, shared) = (app.base.join(site), app.clock.now(), app.clone());
    let read = tokio::task::spawn_blocking(move || shared.published.rules(&folder, now)).await;
    let book = read.ok().filter(|book| !book.rules.is_empty())?;
    let rules = book.rules.iter().cloned().map(|mut rule| {
        let said = rule.message.remove(locale.code()).or_else(|| Some(rule.message.pop_first()?.1));
        rule.message = said.map(|text| (locale.code().to_owned(), text)).into_iter().collect();
        rule
    });
    Some(ProactiveSettings {
        book: RuleBook { rules: rules.collect(), ..(*book).clone() },
        has_agents: app.hub.staff.is_anywhere(now),
        texts: ProactiveTexts { dismiss: widget_text(locale, "proactive-dismiss") },
    })
}
