//! Which locale a visitor gets.

use crate::locale::Locale;

/// Chooses among `available` for someone who asks for `requested`, best first.
///
/// The first request that anything answers decides: the very code, else its
/// parents (`pt-BR` to `pt`), else any locale of the same language and script
/// (`pt` to `pt-BR`, but never `zh-TW` to `zh-CN`), in the order of
/// `available`. `default` answers when nothing does. Put an explicit choice
/// before the browser's list.
pub fn negotiate(requested: &[Locale], available: &[Locale], default: &Locale) -> Locale {
    requested
        .iter()
        .find_map(|request| best_match(request, available))
        .unwrap_or_else(|| default.clone())
}

fn best_match(request: &Locale, available: &[Locale]) -> Option<Locale> {
    std::iter::successors(Some(request.clone()), Locale::parent)
        .find(|candidate| available.contains(candidate))
        .or_else(|| {
            available
                .iter()
                .find(|candidate| {
                    main_language(candidate) == main_language(request)
                        && candidate.script() == request.script()
                })
                .cloned()
        })
}

/// The language under its current code: browsers still send the codes that
/// ISO 639 withdrew, and `no` and `nn` readers read `nb`.
fn main_language(locale: &Locale) -> &str {
    match locale.language() {
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "no" | "nn" => "nb",
        language => language,
    }
}
