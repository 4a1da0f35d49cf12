//! Routes: what else follows from the answers of a form.

use serde::{Deserialize, Serialize};

use super::answers::RawAnswers;
use super::check::Walk;
use super::schema::Form;
use crate::condition::Condition;

/// Most routes of a form.
pub const MAX_ROUTES: usize = 50;

/// What follows where a condition holds of the answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// What has to hold; may ask every field.
    pub when: Condition,
    /// Tags of the conversation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Name of a form hook of the brand that hears of the answers too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hook: Option<String>,
    /// Words to find articles by, in place of what was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
}

/// What follows from answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routed<'a> {
    /// Tags in the order of the routes, each once.
    pub tags: Vec<&'a str>,
    /// Names of form hooks, each once.
    pub hooks: Vec<&'a str>,
    /// Words of the first route that has some.
    pub search: Option<&'a str>,
}

/// What follows from the answers so far, however wrong: every route whose
/// condition holds counts.
pub fn routed<'a>(form: &'a Form, raw: &RawAnswers) -> Routed<'a> {
    let walk = Walk::through(form, raw, form.steps.len());
    let mut routed = Routed::default();
    for route in form.routes.iter().filter(|route| route.when.holds(&walk.answers)) {
        for tag in &route.tags {
            add(&mut routed.tags, tag);
        }
        if let Some(hook) = &route.hook {
            add(&mut routed.hooks, hook);
        }
        routed.search = routed.search.or(route.search.as_deref());
    }
    routed
}

fn add<'a>(list: &mut Vec<&'a str>, text: &'a str) {
    if !list.contains(&text) {
        list.push(text);
    }
}
