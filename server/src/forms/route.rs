//! What form hooks hear of a form of our own, where one of its routes says so.

use kb_protocol::file::FileInfo;
use kb_protocol::form::{Accepted, Answer, Form};
use kb_protocol::hook::{Transaction, TransactionMeta};
use kb_protocol::id::ConversationId;
use kb_protocol::time::Timestamp;
use serde_json::{Map, Value, json};

use crate::conversation::HookCall;
use crate::store::{call_id, event_name};

/// One call of each hook, with the same answers.
pub(super) fn calls(
    hooks: &[&str],
    conversation: &ConversationId,
    page: Option<&str>,
    ip_hash: &str,
    now: Timestamp,
    data: &Value,
) -> Vec<HookCall> {
    let call = |(number, hook): (usize, &&str)| HookCall {
        hook: (*hook).to_owned(),
        transaction: Transaction {
            id: call_id(conversation, number).parse().expect("both are ids"),
            name: event_name(hook),
            received_at: now,
            content_type: "application/json".to_owned(),
            data: data.clone(),
            files: Vec::new(),
            meta: TransactionMeta {
                ip_hash: ip_hash.to_owned(),
                page: page.map(str::to_owned),
                ..TransactionMeta::default()
            },
            replays: 0,
        },
    };
    hooks.iter().enumerate().map(call).collect()
}

/// Checked answers as a hook receives them: in their own types, by field. Of
/// files their names; they lie in the conversation.
pub(super) fn told(
    form: &Form,
    accepted: &[Accepted<'_>],
    files: &[(String, FileInfo)],
    reference: &str,
) -> Value {
    let value = |Accepted { field, answer }: &Accepted<'_>| match answer {
        Answer::Text(text) => json!(text),
        Answer::Number(number) => json!(number),
        Answer::Flag(flag) => json!(flag),
        Answer::List(values) => json!(values),
        Answer::Files(_) => {
            let of_field = files.iter().filter(|(name, _)| name == field.id.as_str());
            of_field.map(|(_, file)| json!(file.name)).collect()
        }
    };
    let answers: Map<String, Value> =
        accepted.iter().map(|one| (one.field.id.to_string(), value(one))).collect();
    json!({
        "form": form.id, "locale": form.locale, "reference": reference, "answers": answers,
    })
}
