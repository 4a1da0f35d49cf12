//! Invitations to chat, by the rules that made them.

use leptos::prelude::*;

use super::subject;
use super::table::Column::{Number, Text};
use super::table::{Report, number, share, table};
use super::tiles::{Tile, nothing, tiles};
use crate::inbox::room::Room;
use crate::inbox::state::{Figures, Line, Share, Steps};

/// The report.
pub(super) fn report(room: Room, figures: Figures<'_>) -> AnyView {
    let texts = room.texts;
    let invitations = figures.invitations();
    let Steps { shown, engaged, dismissed, converted } = invitations.total;
    if invitations.lines.is_empty() {
        return nothing(texts, "reports-invitations-empty");
    }
    let part = |name, part| Tile {
        name,
        count: part,
        of: Some((Share { part, whole: shown }, "reports-of-shown")),
    };
    let summary = vec![
        Tile { name: "reports-shown", count: shown, of: None },
        part("reports-engaged", engaged),
        part("reports-converted", converted),
        part("reports-dismissed", dismissed),
    ];
    let row = |line: &Line<Steps>| {
        let Steps { shown, engaged, dismissed, converted } = line.figures;
        vec![
            subject::words(room, &line.brand, &line.subject),
            number(texts, shown),
            number(texts, engaged),
            number(texts, dismissed),
            number(texts, converted),
            share(texts, Share { part: converted, whole: shown }),
        ]
    };
    let rules = Report {
        id: "report-rules",
        title: "reports-by-rule",
        columns: vec![
            Text("reports-rule"),
            Number("reports-shown"),
            Number("reports-engaged"),
            Number("reports-dismissed"),
            Number("reports-converted"),
            Number("reports-success"),
        ],
        rows: invitations.lines.iter().map(row).collect(),
        whole: invitations.subjects,
    };
    view! { {tiles(texts, summary)} {table(texts, rules)} }.into_any()
}
