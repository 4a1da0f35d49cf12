//! The embedded texts are complete, and say what they should.

use std::collections::BTreeSet;

use kb_locales::{Argument, Catalog, Locale, embedded_locales, missing_messages};

fn locale(code: &str) -> Locale {
    Locale::parse(code).expect("the test spells it right")
}

fn catalog(code: &str) -> Catalog {
    let (catalog, problems) = Catalog::load(&locale(code), &[], &locale("en"));
    assert_eq!(problems, [], "{code}");
    catalog
}

/// One line per embedded locale.
fn in_all_locales(text: impl Fn(&Catalog) -> String) -> String {
    let lines = embedded_locales().iter().map(|code| format!("{code}: {}", text(&catalog(code))));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_embedded_locale_has_every_message() {
    for code in embedded_locales() {
        assert_eq!(missing_messages(&locale(code)), Vec::<String>::new(), "{code}");
    }
}

#[test]
fn a_locale_that_is_not_embedded_lacks_every_message() {
    assert_eq!(missing_messages(&locale("nl")).len(), Catalog::message_ids().len());
    assert_eq!(missing_messages(&locale("pt-PT")), Vec::<String>::new());
}

#[test]
fn every_message_can_be_put_together_in_every_locale() {
    for code in embedded_locales().iter().chain(&[kb_locales::PSEUDO_LOCALE]) {
        let catalog = catalog(code);
        for id in Catalog::message_ids() {
            let arguments: Vec<(&str, Argument<'_>)> = Catalog::message_variables(id)
                .into_iter()
                .map(|name| match name {
                    "count" | "minutes" => (name, Argument::from(3_u64)),
                    _ => (name, Argument::from("x")),
                })
                .collect();
            let text = catalog.format(id, &arguments).unwrap();
            assert!(!text.trim().is_empty(), "{code} {id}");
            assert!(!text.contains(['{', '"']), "{code} {id}: {text}");
        }
    }
}

#[test]
fn texts_of_different_locales_differ() {
    for code in embedded_locales().iter().skip(1) {
        let (en, other) = (catalog("en"), catalog(code));
        let same: BTreeSet<&str> = Catalog::message_ids()
            .into_iter()
            .filter(|id| Catalog::message_variables(id).is_empty())
            .filter(|id| en.text(id, &[]) == other.text(id, &[]))
            .collect();
        // Words that other languages share: Menu, Pages, Tags, Code, Important.
        assert!(same.len() <= 7, "{code}: {same:?}");
    }
}

#[test]
fn counts_take_the_plural_forms_of_their_locale() {
    let counts = [0_u64, 1, 2, 3, 11, 100, 1_000_000];
    let text = in_all_locales(|catalog| {
        let forms =
            counts.map(|count| catalog.text("search-results-count", &[("count", count.into())]));
        forms.join(" | ")
    });
    insta::assert_snapshot!(text, @"
    en: 0 results | 1 result | 2 results | 3 results | 11 results | 100 results | 1,000,000 results
    de: 0 Ergebnisse | 1 Ergebnis | 2 Ergebnisse | 3 Ergebnisse | 11 Ergebnisse | 100 Ergebnisse | 1.000.000 Ergebnisse
    fr: 0 résultat | 1 résultat | 2 résultats | 3 résultats | 11 résultats | 100 résultats | 1 000 000 résultats
    es: 0 resultados | 1 resultado | 2 resultados | 3 resultados | 11 resultados | 100 resultados | 1.000.000 resultados
    pt-BR: 0 resultado | 1 resultado | 2 resultados | 3 resultados | 11 resultados | 100 resultados | 1.000.000 resultados
    ja: 0 件の検索結果 | 1 件の検索結果 | 2 件の検索結果 | 3 件の検索結果 | 11 件の検索結果 | 100 件の検索結果 | 1,000,000 件の検索結果
    zh-CN: 0 条结果 | 1 条结果 | 2 条结果 | 3 条结果 | 11 条结果 | 100 条结果 | 1,000,000 条结果
    ko: 검색 결과 0개 | 검색 결과 1개 | 검색 결과 2개 | 검색 결과 3개 | 검색 결과 11개 | 검색 결과 100개 | 검색 결과 1,000,000개
    ar: لا نتائج | نتيجة واحدة | نتيجتان | 3 نتائج | 11 نتيجة | 100 نتيجة | 1,000,000 نتيجة
    he: 0 תוצאות | תוצאה אחת | שתי תוצאות | 3 תוצאות | 11 תוצאות | 100 תוצאות | 1,000,000 תוצאות
    ");
}

#[test]
fn a_script_gets_the_plural_forms_with_holes() {
    let text = in_all_locales(|catalog| {
        let forms = catalog.plural_forms("search-results-count", "count", "{count}");
        let forms = forms.iter().map(|(category, text)| format!("{category} {text}"));
        forms.collect::<Vec<_>>().join(" | ")
    });
    insta::assert_snapshot!(text, @"
    en: one {count} result | other {count} results
    de: one {count} Ergebnis | other {count} Ergebnisse
    fr: one {count} résultat | other {count} résultats
    es: one {count} resultado | other {count} resultados
    pt-BR: one {count} resultado | other {count} resultados
    ja: other {count} 件の検索結果
    zh-CN: other {count} 条结果
    ko: other 검색 결과 {count}개
    ar: zero لا نتائج | one نتيجة واحدة | two نتيجتان | few {count} نتائج | many {count} نتيجة | other {count} نتيجة
    he: one תוצאה אחת | two שתי תוצאות | many {count} תוצאות | other {count} תוצאות
    ");
}

#[test]
fn dates_are_long_and_in_the_order_of_their_locale() {
    let text = in_all_locales(|catalog| catalog.format_date(2026, 3, 5));
    insta::assert_snapshot!(text, @"
    en: March 5, 2026
    de: 5. März 2026
    fr: 5 mars 2026
    es: 5 de marzo de 2026
    pt-BR: 5 de março de 2026
    ja: 2026年3月5日
    zh-CN: 2026年3月5日
    ko: 2026년 3월 5일
    ar: 5 مارس 2026
    he: 5 במרץ 2026
    ");
}

#[test]
fn a_day_that_does_not_exist_is_shown_as_written() {
    assert_eq!(catalog("de").format_date(2026, 2, 30), "2026-02-30");
}

#[test]
fn numbers_have_the_digits_and_groups_of_their_locale() {
    let text = in_all_locales(|catalog| {
        format!("{} {}", catalog.format_number(1_234), catalog.format_number(9_876_543))
    });
    insta::assert_snapshot!(text, @"
    en: 1,234 9,876,543
    de: 1.234 9.876.543
    fr: 1 234 9 876 543
    es: 1234 9.876.543
    pt-BR: 1.234 9.876.543
    ja: 1,234 9,876,543
    zh-CN: 1,234 9,876,543
    ko: 1,234 9,876,543
    ar: 1,234 9,876,543
    he: 1,234 9,876,543
    ");
}

#[test]
fn a_region_may_have_digits_of_its_own() {
    let (catalog, problems) = Catalog::load(&locale("ar-EG"), &[], &locale("en"));

    assert_eq!(problems, []);
    assert_eq!(catalog.format_number(1_234), "١٬٢٣٤");
    assert_eq!(catalog.format_date(2026, 3, 5), "٥ مارس ٢٠٢٦");
    assert_eq!(catalog.text("search-results-count", &[("count", 1_234_u64.into())]), "١٬٢٣٤ نتيجة");
}

#[test]
fn each_locale_is_named_by_its_readers_and_by_others() {
    let codes = embedded_locales().iter().chain(&["en-GB", "de-LI", "zh-TW", "nl", "tlh"]);
    let lines = codes.map(|code| {
        let name = |other| locale(code).name_in(&locale(other));
        let native = locale(code).native_name();
        format!("{code}: {native} | {} | {} | {}", name("en"), name("de-AT"), name("ja"))
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    en: English | English | Englisch | 英語
    de: Deutsch | German | Deutsch | ドイツ語
    fr: Français | French | Französisch | フランス語
    es: Español | Spanish | Spanisch | スペイン語
    pt-BR: Português (Brasil) | Brazilian Portuguese | Portugiesisch (Brasilien) | ポルトガル語（ブラジル）
    ja: 日本語 | Japanese | Japanisch | 日本語
    zh-CN: 简体中文 | Simplified Chinese | Chinesisch (vereinfacht) | 簡体中国語
    ko: 한국어 | Korean | Koreanisch | 韓国語
    ar: العربية | Arabic | Arabisch | アラビア語
    he: עברית | Hebrew | Hebräisch | ヘブライ語
    en-GB: English (UK) | British English | Englisch (Vereinigtes Königreich) | イギリス英語
    de-LI: Deutsch (LI) | German (LI) | Deutsch (LI) | ドイツ語 (LI)
    zh-TW: 繁體中文 | Traditional Chinese | Chinesisch (traditionell) | 繁体中国語
    nl: Nederlands | Dutch | Niederländisch | オランダ語
    tlh: tlh | tlh | tlh | tlh
    ");
}

#[test]
fn the_pseudo_locale_is_accented_longer_bracketed_and_keeps_placeables() {
    let catalog = catalog("en-XA");
    let text = [
        catalog.text("home-greeting", &[]),
        catalog.text("article-updated", &[("date", "March 5, 2026".into())]),
        catalog.text("search-results-count", &[("count", 2_u64.into())]),
    ];
    insta::assert_snapshot!(text.join("\n"), @"
    [Ĥöŵ çåñ ŵé ĥéļþ?~~~~~]
    [Ûþðåţéð March 5, 2026~~~]
    [2 ŕéšûļţš~~~]
    ");
}

#[test]
fn a_notice_reads_well_in_every_locale() {
    let text = in_all_locales(|catalog| {
        let wanted = catalog.locale().name_in(catalog.locale());
        let shown = locale("pt-BR").name_in(catalog.locale());
        catalog
            .text("notice-fallback", &[("wanted", wanted.into()), ("shown", shown.as_str().into())])
    });
    insta::assert_snapshot!(text, @"
    en: This article isn’t available in English yet. You’re reading it in Brazilian Portuguese.
    de: Diesen Artikel gibt es noch nicht auf Deutsch. Sie lesen ihn auf Portugiesisch (Brasilien).
    fr: Cet article n’existe pas encore en français. Vous le lisez en portugais brésilien.
    es: Este artículo todavía no está disponible en español. Lo estás leyendo en portugués de Brasil.
    pt-BR: Este artigo ainda não está disponível em português (Brasil). Você está lendo em português (Brasil).
    ja: この記事の日本語版はまだありません。ポルトガル語（ブラジル）で表示しています。
    zh-CN: 本文暂无简体中文版本，当前显示的是巴西葡萄牙语版本。
    ko: 이 도움말은 아직 한국어로 제공되지 않아 포르투갈어(브라질)로 보여 드려요.
    ar: هذه المقالة غير متوفرة باللغة العربية بعد. أنت تقرؤها باللغة البرتغالية البرازيلية.
    he: המאמר עדיין לא זמין בעברית. הוא מוצג בפורטוגזית (ברזיל).
    ");
}
