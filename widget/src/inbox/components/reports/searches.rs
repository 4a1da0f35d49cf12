//! What readers search for, and what they do not find.

use leptos::prelude::*;

use super::subject;
use super::table::Column::{Number, Text};
use super::table::{Report, number, share, table};
use super::tiles::{Tile, nothing, tiles};
use crate::inbox::room::Room;
use crate::inbox::state::{Figures, Line, Searches, Share};

/// The report.
pub(super) fn report(room: Room, figures: Figures<'_>) -> AnyView {
    let texts = room.texts;
    let (searches, gaps) = (figures.searches(), figures.gaps());
    let total = searches.total;
    if total.searches == 0 {
        return nothing(texts, "reports-searches-empty");
    }
    let in_vain = Share { part: total.nothing, whole: total.searches };
    let summary = vec![
        Tile { name: "reports-searched", count: total.searches, of: None },
        Tile {
            name: "reports-in-vain",
            count: total.nothing,
            of: Some((in_vain, "reports-of-searches")),
        },
        Tile { name: "reports-queries", count: searches.subjects, of: None },
    ];
    let gap = |line: &Line<Searches>| {
        vec![subject::words(room, &line.brand, &line.subject), number(texts, line.figures.nothing)]
    };
    let missing = Report {
        id: "report-gaps",
        title: "reports-gaps",
        columns: vec![Text("reports-query"), Number("reports-in-vain")],
        rows: gaps.lines.iter().map(gap).collect(),
        whole: gaps.subjects,
    };
    let query = |line: &Line<Searches>| {
        let Searches { searches, nothing } = line.figures;
        vec![
            subject::words(room, &line.brand, &line.subject),
            number(texts, searches),
            number(texts, nothing),
            share(texts, Share { part: searches - nothing, whole: searches }),
        ]
    };
    let frequent = Report {
        id: "report-queries",
        title: "reports-frequent",
        columns: vec![
            Text("reports-query"),
            Number("reports-searched"),
            Number("reports-in-vain"),
            Number("reports-found"),
        ],
        rows: searches.lines.iter().map(query).collect(),
        whole: searches.subjects,
    };
    view! { {tiles(texts, summary)} {table(texts, missing)} {table(texts, frequent)} }.into_any()
}
