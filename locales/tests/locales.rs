//! Locale codes, their choice, their order and their reading time.

use std::cmp::Ordering;

use kb_locales::{Catalog, Locale, count_words, negotiate, reading_minutes};

fn locale(code: &str) -> Locale {
    Locale::parse(code).expect("the test spells it right")
}

fn locales(codes: &str) -> Vec<Locale> {
    codes.split_whitespace().map(locale).collect()
}

fn catalog(code: &str) -> Catalog {
    Catalog::load(&locale(code), &[], &locale("en")).0
}

fn sorted(code: &str, titles: &[&str]) -> String {
    let catalog = catalog(code);
    let mut titles = titles.to_vec();
    titles.sort_by(|a, b| catalog.compare(a, b));
    titles.join(" ")
}

fn letters(code: &str, titles: &[&str]) -> String {
    let catalog = catalog(code);
    titles.iter().map(|title| catalog.sort_key_letter(title)).collect::<Vec<_>>().join(" ")
}

#[test]
fn codes_are_brought_to_their_canonical_case() {
    for (written, code) in [
        ("en", "en"),
        ("PT_br", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("en-xa", "en-XA"),
    ] {
        assert_eq!(locale(written).code(), code);
    }
    for written in ["", "e", "english", "und", "de-", "de/..", "de-u-co-phonebk"] {
        let error = Locale::parse(written).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`{written}` is not a locale code such as `de` or `pt-BR`")
        );
    }
}

#[test]
fn direction_and_parents_follow_from_the_code() {
    for (code, direction, parent) in [
        ("en", "ltr", None),
        ("ar", "rtl", None),
        ("he", "rtl", None),
        ("fa-IR", "rtl", Some("fa")),
        ("pt-BR", "ltr", Some("pt")),
        ("zh-CN", "ltr", Some("zh")),
        ("zh-TW", "ltr", None),
        ("zh-Hant-HK", "ltr", Some("zh-Hant")),
    ] {
        let locale = locale(code);
        assert_eq!(locale.direction(), direction, "{code}");
        assert_eq!(locale.parent().as_ref().map(Locale::code), parent, "{code}");
    }
}

#[test]
fn a_code_is_read_and_written_as_text() {
    let read: Locale = serde_json::from_str("\"pt_br\"").unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"pt-BR\"");
    assert!(serde_json::from_str::<Locale>("\"english\"").is_err());
}

#[test]
fn a_visitor_gets_the_best_locale_there_is() {
    for (requested, available, chosen) in [
        ("de", "en de fr", "de"),
        ("de-AT", "en de fr", "de"),
        ("de-AT de-CH", "en de-CH", "de-CH"),
        ("pt", "en pt-BR", "pt-BR"),
        ("pt-PT", "en pt-BR", "pt-BR"),
        ("pt-PT", "pt-BR pt", "pt"),
        ("zh-TW fr", "en zh-CN fr", "fr"),
        ("zh-SG", "en zh-CN", "zh-CN"),
        ("zh-Hans-CN", "en zh-CN", "zh-CN"),
        ("zh", "en zh-CN", "zh-CN"),
        ("iw", "en he", "he"),
        ("no", "en nb", "nb"),
        ("nl sv", "en de", "en"),
        ("nl de", "en de", "de"),
        ("", "de en", "en"),
    ] {
        let answer = negotiate(&locales(requested), &locales(available), &locale("en"));
        assert_eq!(answer.code(), chosen, "{requested} among {available}");
    }
}

#[test]
fn titles_are_in_the_order_that_readers_expect() {
    assert_eq!(
        sorted("de", &["Zoll", "Ärger", "Apfel", "ärgern", "Öl"]),
        "Apfel Ärger ärgern Öl Zoll"
    );
    assert_eq!(sorted("sv", &["Öl", "Zoo", "Ärta", "Åka", "Apa"]), "Apa Zoo Åka Ärta Öl");
    assert_eq!(sorted("en", &["step10", "Step2", "step1"]), "step1 Step2 step10");
    assert_eq!(sorted("zh-CN", &["支付", "安全", "解锁", "重庆"]), "安全 重庆 解锁 支付");
    assert_eq!(sorted("ja", &["ネコ", "いぬ", "アリ", "うま"]), "アリ いぬ うま ネコ");
    assert_eq!(sorted("ko", &["자전거", "계정", "도움"]), "계정 도움 자전거");
    assert_eq!(sorted("ar", &["يد", "باب", "آب", "تاج"]), "آب باب تاج يد");
    assert_eq!(catalog("fr").compare("a", "a"), Ordering::Equal);
    assert_ne!(catalog("fr").compare("a\u{301}", "á"), Ordering::Equal);
}

#[test]
fn titles_stand_under_the_letter_that_readers_look_for() {
    assert_eq!(letters("en", &["apple", "“Quoted”", "3 steps", "?!", "Éclair"]), "A Q # # E");
    assert_eq!(letters("de", &["ärger", "Über", "ßeta"]), "A U S");
    assert_eq!(letters("es", &["ñandú", "ábaco"]), "Ñ A");
    assert_eq!(letters("sv", &["ändra", "åka", "över"]), "Ä Å Ö");
    assert_eq!(
        letters("ja", &["カメラ", "がっこう", "パン", "ゃ", "ん", "ヴ", "漢字", "App"]),
        "か か は や わ あ 漢 A"
    );
    assert_eq!(letters("zh-CN", &["安全", "重庆", "“支付”", "App"]), "A C Z A");
    assert_eq!(letters("ko", &["가방", "까치", "한국", "App"]), "ㄱ ㄱ ㅎ A");
    assert_eq!(letters("ar", &["آب", "أب", "باب"]), "ا ا ب");
    assert_eq!(letters("he", &["שלום"]), "ש");
    assert_eq!(letters("ru", &["йога", "ёж"]), "Й Е");
}

#[test]
fn reading_takes_whole_minutes() {
    let minutes = |code, text: &str, times| reading_minutes(&locale(code), &text.repeat(times));
    assert_eq!(minutes("en", "word ", 0), 1);
    assert_eq!(minutes("en", "word ", 200), 1);
    assert_eq!(minutes("en", "word ", 201), 2);
    assert_eq!(minutes("ja", "語", 500), 1);
    assert_eq!(minutes("ja", "語。", 501), 2);
    assert_eq!(count_words(&locale("en"), "Well – it’s 3 words"), 4);
}
