//! What an agent is told of, where and when.

use axum::body::Bytes;
use axum::extract::State;
use axum::{Extension, Json};
use kb_protocol::chat::Code;
use kb_protocol::notification::{NotificationSettings, Notifications};

use crate::app::App;
use crate::config::nearest;
use crate::door::SignedIn;
use crate::error::ApiError;
use crate::notices::told;

/// What the agent has chosen, and what can be chosen.
pub(crate) async fn read(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<Notifications>, ApiError> {
    let settings = app.store.notification_settings(signed_in.agent.id).await?;
    Ok(Json(answer(&app, settings)))
}

/// Keeps what the agent has chosen: it counts for whatever happens next, in
/// every open inbox of the agent.
///
/// # Errors
///
/// - `422 invalid_body` if the body is no table of choices.
/// - `404 unknown_schedule` if no schedule has the name of the quiet hours,
///   unless it was kept while there was one.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    body: Bytes,
) -> Result<Json<Notifications>, ApiError> {
    let settings: NotificationSettings =
        serde_json::from_slice(&body).map_err(|error| ApiError::Explained {
            code: Code::InvalidBody,
            detail: format!("the body is no table of notifications: {error}"),
            source_of: "body".to_owned(),
        })?;
    let agent = signed_in.agent.id;
    if let Some(name) = &settings.quiet_hours
        && !app.brands().has_schedule(name)
        && app.store.notification_settings(agent.clone()).await?.quiet_hours.as_ref() != Some(name)
    {
        return Err(unknown_schedule(&app, name));
    }
    app.store.set_notification_settings(agent.clone(), settings.clone()).await?;
    app.tell_notifications(agent);
    Ok(Json(answer(&app, settings)))
}

fn answer(app: &App, settings: NotificationSettings) -> Notifications {
    told(settings, &app.brands(), app.post.is_some(), app.clock.now())
}

fn unknown_schedule(app: &App, name: &str) -> ApiError {
    let brands = app.brands();
    let detail = match nearest(name, brands.schedule_names()) {
        Some(right) => format!("there is no schedule `{name}`; did you mean `{right}`?"),
        None => format!("there is no schedule `{name}` in server.toml"),
    };
    ApiError::Explained { code: Code::UnknownSchedule, detail, source_of: name.to_owned() }
}
