//! The figures at the top of a report.

use leptos::prelude::*;

use crate::inbox::room::Texts;
use crate::inbox::state::Share;
use crate::messages::Value;

/// One figure.
pub(super) struct Tile {
    /// Message that names it.
    pub(super) name: &'static str,
    /// How many.
    pub(super) count: u64,
    /// Of how many, and the message that says so.
    pub(super) of: Option<(Share, &'static str)>,
}

/// Figures beside each other.
pub(super) fn tiles(texts: Texts, tiles: Vec<Tile>) -> AnyView {
    let tile = |Tile { name, count, of }: Tile| {
        let part = of.and_then(|(share, message)| {
            let percent = texts.percent(share.ratio()?);
            let whole = Value::Number(share.whole as f64);
            Some(texts.say(message, &[("percent", Value::Text(&percent)), ("count", whole)]))
        });
        view! {
            <div>
                <dt>{texts.text(name)}</dt>
                <dd class="figure">{texts.amount(count)}</dd>
                {part.map(|part| view! { <dd class="hint">{part}</dd> })}
            </div>
        }
    };
    view! { <dl class="tiles">{tiles.into_iter().map(tile).collect::<Vec<_>>()}</dl> }.into_any()
}

/// Stands where there is nothing to count.
pub(super) fn nothing(texts: Texts, message: &str) -> AnyView {
    view! {
        <div class="nothing">
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 20h16M7 16v-3M12 16V8M17 16v-5" /></svg>
            <p>{texts.text(message)}</p>
        </div>
    }
    .into_any()
}
