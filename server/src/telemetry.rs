//! Figures of the process for Prometheus. No text, address or id is ever a
//! label: what people write stays in the database.

use std::sync::OnceLock;

use kb_protocol::chat::Code;
use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const CONNECTIONS: &str = "helpwright_connections";
const COMMITTED: &str = "helpwright_acts_committed_total";
const REFUSED: &str = "helpwright_refusals_total";
const LETTERS: &str = "helpwright_letters_total";
const BATCH: &str = "helpwright_commit_acts";
const COMMIT_SECONDS: &str = "helpwright_commit_seconds";

/// Upper bounds of a commit's duration, in seconds: from a fast disk to one
/// that makes people wait.
const SECONDS: [f64; 9] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];
/// Upper bounds of a batch.
const ACTS: [f64; 7] = [1.0, 2.0, 5.0, 10.0, 50.0, 200.0, 500.0];

/// Everything counted so far, in Prometheus' text format.
pub(crate) fn render() -> String {
    recorder().map(PrometheusHandle::render).unwrap_or_default()
}

/// Starts counting; `None` if somebody else counts in this process.
pub(crate) fn recorder() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let handle = PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Full(COMMIT_SECONDS.into()), &SECONDS)
                .and_then(|builder| {
                    builder.set_buckets_for_metric(Matcher::Full(BATCH.into()), &ACTS)
                })
                .and_then(PrometheusBuilder::install_recorder)
                .ok()?;
            describe_gauge!(CONNECTIONS, "Open sockets, by who is at the other end");
            describe_counter!(COMMITTED, "Acts that are on disk");
            describe_counter!(REFUSED, "Answers that were refusals, by code");
            describe_counter!(LETTERS, "Letters that were tried, by kind and what became of them");
            describe_histogram!(BATCH, "Acts in one commit");
            describe_histogram!(COMMIT_SECONDS, Unit::Seconds, "Time of one commit");
            Some(handle)
        })
        .as_ref()
}

/// Counts one open socket until it is dropped.
pub(crate) struct OpenSocket(&'static str);

impl OpenSocket {
    /// `side` is `visitor` or `agent`.
    pub(crate) fn of(side: &'static str) -> Self {
        gauge!(CONNECTIONS, "side" => side).increment(1.0);
        Self(side)
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        gauge!(CONNECTIONS, "side" => self.0).decrement(1.0);
    }
}

/// Counts one commit of so many acts.
pub(crate) fn committed(acts: usize, seconds: f64) {
    counter!(COMMITTED).increment(acts as u64);
    histogram!(BATCH).record(acts as f64);
    histogram!(COMMIT_SECONDS).record(seconds);
}

/// Counts one letter that was tried; `result` is `sent`, `retried`, `refused`,
/// `given_up` or `dropped`.
pub(crate) fn letter(kind: &'static str, result: &'static str) {
    counter!(LETTERS, "kind" => kind, "result" => result).increment(1);
}

/// Counts one refusal.
pub(crate) fn refused(code: Code) {
    let name = serde_json::to_value(code).ok().and_then(|name| name.as_str().map(str::to_owned));
    counter!(REFUSED, "code" => name.unwrap_or_default()).increment(1);
}
