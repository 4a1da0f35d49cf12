//! Articles offered in place of an answer: in forms while one writes, and in
//! the widget before a chat.

use leptos::prelude::*;

use super::subject;
use super::table::Column::{Number, Text};
use super::table::{Report, number, share, table};
use super::tiles::{Tile, nothing, tiles};
use crate::inbox::room::{Room, Texts};
use crate::inbox::state::{Figures, Line, Offered, Offers, Sent, Share};
use crate::messages::Value;

/// The report.
pub(super) fn report(room: Room, figures: Figures<'_>) -> AnyView {
    let texts = room.texts;
    let (offers, forms) = (figures.offers(), figures.forms());
    let total = offers.total;
    if total.offers == 0 && forms.lines.is_empty() {
        return nothing(texts, "reports-deflection-empty");
    }
    let part = |name, part| Tile {
        name,
        count: part,
        of: Some((Share { part, whole: total.offers }, "reports-of-offers")),
    };
    let summary = vec![
        Tile { name: "reports-offers", count: total.offers, of: None },
        part("reports-opened", total.opened),
        part("reports-deflected", total.deflected),
        part("reports-continued", total.continued),
        part("reports-unknown", total.unknown),
    ];
    view! {
        {tiles(texts, summary)}
        {table(texts, by_place(room, figures))}
        {table(texts, by_article(room, figures))}
        {table(texts, by_form(room, figures))}
    }
    .into_any()
}

fn by_place(room: Room, figures: Figures<'_>) -> Report {
    let (texts, offers) = (room.texts, figures.offers());
    let row = |line: &Line<Offers>| {
        let Offers { offers, opened, deflected, continued, .. } = line.figures;
        vec![
            subject::words(room, &line.brand, &place_name(texts, &line.subject)),
            number(texts, offers),
            number(texts, opened),
            number(texts, deflected),
            number(texts, continued),
            share(texts, Share { part: deflected, whole: offers }),
        ]
    };
    Report {
        id: "report-offers",
        title: "reports-by-place",
        columns: vec![
            Text("reports-place"),
            Number("reports-offers"),
            Number("reports-opened"),
            Number("reports-deflected"),
            Number("reports-continued"),
            Number("reports-rate"),
        ],
        rows: offers.lines.iter().map(row).collect(),
        whole: offers.subjects,
    }
}

fn by_article(room: Room, figures: Figures<'_>) -> Report {
    let (texts, offered) = (room.texts, figures.offered());
    let row = |line: &Line<Offered>| {
        let Offered { offered, opened, deflected } = line.figures;
        vec![
            subject::article(room, &line.brand, &line.subject),
            number(texts, offered),
            number(texts, opened),
            number(texts, deflected),
            share(texts, Share { part: deflected, whole: offered }),
        ]
    };
    Report {
        id: "report-offered",
        title: "reports-offered",
        columns: vec![
            Text("reports-article"),
            Number("reports-offers"),
            Number("reports-opened"),
            Number("reports-deflected"),
            Number("reports-rate"),
        ],
        rows: offered.lines.iter().map(row).collect(),
        whole: offered.subjects,
    }
}

fn by_form(room: Room, figures: Figures<'_>) -> Report {
    let forms = figures.forms();
    let row = |line: &Line<Sent>| {
        vec![subject::words(room, &line.brand, &line.subject), number(room.texts, line.figures.0)]
    };
    Report {
        id: "report-forms",
        title: "reports-forms",
        columns: vec![Text("reports-form"), Number("reports-sent")],
        rows: forms.lines.iter().map(row).collect(),
        whole: forms.subjects,
    }
}

/// Where an offer was made: a surface of the protocol and what made it.
fn place_name(texts: Texts, subject: &str) -> String {
    let (surface, source) = subject.split_once(':').unwrap_or((subject, ""));
    match surface {
        "form" => texts.say("reports-place-form", &[("name", Value::Text(source))]),
        "chat" => texts.text("reports-place-chat"),
        _ => texts.text("reports-place-other"),
    }
}
