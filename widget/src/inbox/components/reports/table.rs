//! Tables that become lists of cards where they do not fit.

use leptos::prelude::*;

use crate::inbox::room::Texts;
use crate::inbox::state::Share;
use crate::messages::Value;

/// A column, by the message of its head.
#[derive(Clone, Copy)]
pub(super) enum Column {
    /// Texts.
    Text(&'static str),
    /// Numbers, which stand below each other.
    Number(&'static str),
}

impl Column {
    fn message(self) -> &'static str {
        let (Self::Text(message) | Self::Number(message)) = self;
        message
    }

    fn class(self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) => "number",
        }
    }
}

/// A table with its heading.
pub(super) struct Report {
    /// Id of the heading, which no other has.
    pub(super) id: &'static str,
    /// Message of the heading.
    pub(super) title: &'static str,
    /// The first one names the row.
    pub(super) columns: Vec<Column>,
    /// As many cells each as there are columns.
    pub(super) rows: Vec<Vec<AnyView>>,
    /// How many rows there would be; some are left out above this.
    pub(super) whole: u64,
}

/// The table. Roles are said although they are those of the elements: browsers
/// forget them where a table is shown as anything else.
pub(super) fn table(texts: Texts, report: Report) -> AnyView {
    let Report { id, title, columns, rows, whole } = report;
    if rows.is_empty() {
        return ().into_any();
    }
    let heads: Vec<_> = columns
        .iter()
        .map(|column| {
            let name = texts.text(column.message());
            view! { <th scope="col" role="columnheader" class=column.class()>{name}</th> }
        })
        .collect();
    let shown = rows.len() as u64;
    let row = |cells: Vec<AnyView>| {
        let cells = columns.iter().zip(cells).enumerate().map(|(index, (column, cell))| {
            if index == 0 {
                return view! { <th scope="row" role="rowheader">{cell}</th> }.into_any();
            }
            view! {
                <td role="cell" class=column.class()>
                    // Where the heads are not on the screen.
                    <span class="column" aria-hidden="true">{texts.text(column.message())}</span>
                    {cell}
                </td>
            }
            .into_any()
        });
        view! { <tr role="row">{cells.collect::<Vec<_>>()}</tr> }
    };
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    let rest = (whole > shown).then(|| {
        let values =
            [("shown", Value::Number(shown as f64)), ("whole", Value::Number(whole as f64))];
        view! { <p class="hint">{texts.say("reports-cut", &values)}</p> }
    });
    view! {
        <section class="table" aria-labelledby=id>
            <h4 id=id>{texts.text(title)}</h4>
            <table role="table" aria-labelledby=id>
                <thead role="rowgroup">
                    <tr role="row">{heads}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
            {rest}
        </section>
    }
    .into_any()
}

/// A number.
pub(super) fn number(texts: Texts, count: u64) -> AnyView {
    texts.amount(count).into_any()
}

/// A part as a percentage with a bar; nothing of nothing.
pub(super) fn share(texts: Texts, share: Share) -> AnyView {
    let Some(ratio) = share.ratio() else { return "–".into_any() };
    view! {
        <span class="share">
            <span class="share-bar" aria-hidden="true">
                <span style:inline-size=format!("{:.1}%", ratio * 100.0)></span>
            </span>
            {texts.percent(ratio)}
        </span>
    }
    .into_any()
}
