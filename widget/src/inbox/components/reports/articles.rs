//! "Was this helpful?": votes on articles, reasons, and what readers wrote.

use kb_protocol::record::{BrandVote, VoteReason};
use leptos::prelude::*;

use super::subject;
use super::table::Column::{Number, Text};
use super::table::{Report, number, share, table};
use super::tiles::{Tile, nothing, tiles};
use crate::inbox::format;
use crate::inbox::room::{Room, Texts};
use crate::inbox::state::{Figures, Line, Share, Votes};
use crate::messages::Value;

/// The report.
pub(super) fn report(room: Room, figures: Figures<'_>) -> AnyView {
    let texts = room.texts;
    let votes = figures.articles();
    let all = votes.total.share();
    if all.whole == 0 {
        return nothing(texts, "reports-articles-empty");
    }
    let unhelpful = Share { part: votes.total.unhelpful, ..all };
    let summary = vec![
        Tile { name: "reports-votes", count: all.whole, of: None },
        Tile { name: "reports-helpful", count: all.part, of: Some((all, "reports-of-votes")) },
        Tile {
            name: "reports-unhelpful",
            count: unhelpful.part,
            of: Some((unhelpful, "reports-of-votes")),
        },
        Tile { name: "reports-voted", count: votes.subjects, of: None },
    ];
    let row = |line: &Line<Votes>| {
        let reasons = figures.reasons(&line.brand, &line.subject);
        vec![
            subject::article(room, &line.brand, &line.subject),
            number(texts, line.figures.helpful),
            number(texts, line.figures.unhelpful),
            share(texts, line.figures.share()),
            reasons_view(texts, &reasons),
        ]
    };
    let articles = Report {
        id: "report-articles",
        title: "reports-by-article",
        columns: vec![
            Text("reports-article"),
            Number("reports-yes"),
            Number("reports-no"),
            Number("reports-helpful"),
            Text("reports-reasons"),
        ],
        rows: votes.lines.iter().map(row).collect(),
        whole: votes.subjects,
    };
    let words: Vec<_> = figures.0.words.iter().map(|vote| words_view(room, vote)).collect();
    let words = (!words.is_empty()).then(|| {
        view! {
            <section aria-labelledby="report-words">
                <h4 id="report-words">{texts.text("reports-words")}</h4>
                <ul class="words">{words}</ul>
            </section>
        }
    });
    view! { {tiles(texts, summary)} {table(texts, articles)} {words} }.into_any()
}

fn reasons_view(texts: Texts, reasons: &[(VoteReason, u64)]) -> AnyView {
    if reasons.is_empty() {
        return "–".into_any();
    }
    let reason = |(reason, count): &(VoteReason, u64)| {
        let name = texts.text(reason_name(*reason));
        view! { <li>{name} " " <b>{texts.amount(*count)}</b></li> }
    };
    view! { <ul class="reasons">{reasons.iter().map(reason).collect::<Vec<_>>()}</ul> }.into_any()
}

fn words_view(room: Room, BrandVote { brand, vote }: &BrandVote) -> impl IntoView + use<> {
    let texts = room.texts;
    let answer = match (vote.helpful, vote.reason) {
        (true, _) => texts.text("reports-yes"),
        (false, None) => texts.text("reports-no"),
        (false, Some(reason)) => {
            let reason = texts.text(reason_name(reason));
            texts.say("reports-no-because", &[("reason", Value::Text(&reason))])
        }
    };
    let locale = format::locale_name(&texts.locale(), &vote.locale);
    view! {
        <li>
            <blockquote dir="auto">{vote.words.clone()}</blockquote>
            <p class="hint">
                <span class="mark" class:unhelpful=!vote.helpful>{answer}</span>
                <bdi>{locale}</bdi>
                <time>{texts.moment(vote.at)}</time>
            </p>
            {subject::article(room, brand, &vote.article)}
        </li>
    }
}

fn reason_name(reason: VoteReason) -> &'static str {
    match reason {
        VoteReason::OffTopic => "reason-off-topic",
        VoteReason::Incomplete => "reason-incomplete",
        VoteReason::Unclear => "reason-unclear",
        VoteReason::Wrong => "reason-wrong",
        VoteReason::Other | VoteReason::Unknown => "reason-other",
    }
}
