//! An index written and read back: what a visitor types and what is found.

use std::collections::HashMap;

use kb_search::{
    Answer, Document, IndexOptions, NativeIndex, QueryOptions, Reader, SearchIndex, Section, Step,
    build_index, search_files,
};
use proptest::prelude::*;

fn article(title: &str, sections: &[(&str, &str)]) -> Document {
    Document {
        url: format!("en/articles/{}/", title.to_lowercase().replace(' ', "-")),
        title: title.to_owned(),
        category: "Help".to_owned(),
        sections: sections
            .iter()
            .map(|(heading, text)| Section {
                anchor: heading.to_lowercase().replace(' ', "-"),
                heading: (*heading).to_owned(),
                level: if heading.is_empty() { 0 } else { 2 },
                text: (*text).to_owned(),
            })
            .collect(),
        boost: 1.0,
        ..Document::default()
    }
}

fn bikes() -> Vec<Document> {
    vec![
        article(
            "Unlock a bike",
            &[
                ("", "Open the app and scan the code on the handlebar."),
                ("Without a phone", "Hold your card to the reader until the light turns green."),
            ],
        ),
        article("Return a bike", &[("", "Push the bicycle into a free dock until it clicks.")]),
        article("Pay an invoice", &[("", "Invoices arrive by mail. Pay with a card.")]),
        article("Café opening hours", &[("", "The café at the dépôt is open all day.")]),
    ]
}

/// What is offered to somebody who writes this.
fn offered(index: &SearchIndex, message: &str) -> Vec<String> {
    let options = QueryOptions { limit: 3, excerpts: false, is_message: true, prefix: false };
    let answer = ask_so(index, message, options);
    answer.hits.into_iter().map(|hit| hit.title).collect()
}

fn options(locale: &str) -> IndexOptions {
    IndexOptions { locale: locale.to_owned(), ..IndexOptions::default() }
}

fn ask(index: &SearchIndex, query: &str) -> Answer {
    ask_so(index, query, QueryOptions::default())
}

fn ask_so(index: &SearchIndex, query: &str, options: QueryOptions) -> Answer {
    let files: HashMap<&str, &Vec<u8>> =
        index.files.iter().map(|(name, bytes)| (name.as_str(), bytes)).collect();
    search_files(&index.root, query, options, &mut |name| {
        files.get(name).map(|bytes| bytes.to_vec())
    })
    .expect("the index was just written")
}

fn titles(index: &SearchIndex, query: &str) -> Vec<String> {
    ask(index, query).hits.into_iter().map(|hit| hit.title).collect()
}

#[track_caller]
fn check(locale: &str, documents: &[Document], query: &str, first: &str) {
    let index = build_index(documents, &options(locale)).expect("the documents can be indexed");
    assert_eq!(titles(&index, query).first().map(String::as_str), Some(first), "query `{query}`");
}

#[test]
fn a_message_is_offered_what_is_about_much_of_it() {
    let index = build_index(bikes(), &options("en")).expect("the documents can be indexed");
    for (message, first) in [
        (
            "Hello, I cannot unlock the bike, the code on the handlebar does nothing",
            "Unlock a bike",
        ),
        ("I would like to pay my invoice with a card please", "Pay an invoice"),
    ] {
        assert_eq!(offered(&index, message).first().map(String::as_str), Some(first), "{message}");
    }
    for message in ["hello there", "My cat likes fish", "grandmother phone melody", ""] {
        assert_eq!(offered(&index, message), [] as [String; 0], "{message}");
    }
}

#[test]
fn words_prefixes_inflections_and_typos_lead_to_the_article() {
    for query in ["unlock bike", "unl", "unlocking bikes", "unlok bike", "ulnock", "UNLOCK"] {
        check("en", &bikes(), query, "Unlock a bike");
    }
}

#[test]
fn a_typo_is_told_and_an_inflection_is_not() {
    let index = build_index(bikes(), &options("en")).unwrap();
    assert_eq!(ask(&index, "unlok bike").corrected.as_deref(), Some("unlock bike"));
    assert_eq!(ask(&index, "unlocks bike").corrected, None);
}

#[test]
fn accents_may_be_left_out_or_added() {
    check("en", &bikes(), "cafe depot", "Café opening hours");
    check("en", &bikes(), "cafe\u{301}", "Café opening hours");
}

#[test]
fn a_hit_leads_to_the_section_and_marks_the_words() {
    let index = build_index(bikes(), &options("en")).unwrap();
    let answer = ask(&index, "card reader light");
    let hit = &answer.hits[0];
    assert_eq!(hit.section.as_ref().unwrap().anchor, "without-a-phone");
    let marked: Vec<&str> =
        hit.excerpt.iter().filter(|part| part.is_marked).map(|part| part.text.as_str()).collect();
    assert_eq!(marked, ["card", "reader", "light"]);
}

#[test]
fn a_title_that_says_it_all_leads_to_the_top() {
    let index = build_index(bikes(), &options("en")).unwrap();
    assert_eq!(ask(&index, "unlock a bike").hits[0].section, None);
}

#[test]
fn a_long_article_gives_the_passage_with_the_words() {
    let filler = "Nothing to see here, only plain words about the weather. ".repeat(120);
    let documents = vec![
        article(
            "Long",
            &[("", &filler), ("Deep", "The zebra crossing is closed."), ("End", &filler)],
        ),
        article("Other", &[("", "Something else entirely.")]),
    ];
    let index = build_index(&documents, &options("en")).unwrap();
    let hit = ask(&index, "zebra").hits.remove(0);
    assert_eq!(hit.section.unwrap().heading, "Deep");
    assert!(hit.excerpt.iter().any(|part| part.is_marked && part.text == "zebra"));
}

#[test]
fn quotes_prefer_words_that_stand_together() {
    let documents = vec![
        article("One", &[("", "A dock that is free, free of charge, a free and open dock.")]),
        article("Two", &[("", "Look for a free dock near you and leave it there for others.")]),
    ];
    check("en", &documents, "\"free dock\"", "Two");
}

#[test]
fn synonyms_find_each_other_and_are_marked() {
    let options = IndexOptions {
        locale: "en".to_owned(),
        synonyms: vec![vec!["velo".to_owned(), "bicycle".to_owned(), "push bike".to_owned()]],
    };
    let index = build_index(bikes(), &options).unwrap();
    let answer = ask(&index, "velo");
    assert_eq!(answer.hits[0].title, "Return a bike");
    assert!(answer.hits[0].excerpt.iter().any(|part| part.is_marked && part.text == "bicycle"));
}

#[test]
fn a_boost_decides_between_equals() {
    let mut documents = vec![
        article("One", &[("", "The same text about locks.")]),
        article("Two", &[("", "The same text about locks.")]),
    ];
    documents[1].boost = 2.0;
    check("en", &documents, "locks", "Two");
}

#[test]
fn keywords_and_tags_are_found_though_nowhere_shown() {
    let mut documents = bikes();
    documents[2].keywords = vec!["billing".to_owned()];
    documents[1].tags = vec!["docking".to_owned()];
    check("en", &documents, "billing", "Pay an invoice");
    check("en", &documents, "docking", "Return a bike");
}

#[test]
fn scripts_without_spaces_are_found_by_any_part() {
    let japanese = [
        article("自転車の解錠", &[("", "アプリを開いてコードをスキャンします。")]),
        article("請求書の支払い", &[("", "カードで支払えます。")]),
    ];
    check("ja", &japanese, "解錠", "自転車の解錠");
    check("ja", &japanese, "スキャン", "自転車の解錠");
    check("ja", &japanese, "請", "請求書の支払い");
    let chinese =
        [article("解锁自行车", &[("", "打开应用程序")]), article("支付账单", &[("", "用卡")])];
    check("zh-CN", &chinese, "账单支付", "支付账单");
    let korean =
        [article("자전거 잠금 해제", &[("", "앱을 여세요")]), article("청구서", &[("", "카드")])];
    check("ko", &korean, "자전거를", "자전거 잠금 해제");
}

#[test]
fn arabic_and_hebrew_are_found_as_people_type_them() {
    let arabic = [
        article("فتح قفل الدراجة", &[("", "افتح التطبيق وامسح الرمز.")]),
        article("دفع الفاتورة", &[("", "إدارة الحساب في الإعدادات.")]),
    ];
    check("ar", &arabic, "الدراجه", "فتح قفل الدراجة");
    check("ar", &arabic, "دراجة", "فتح قفل الدراجة");
    check("ar", &arabic, "الحساب", "دفع الفاتورة");
    check("ar", &arabic, "التطبيق", "فتح قفل الدراجة");
    check("ar", &arabic, "الاعدادات", "دفع الفاتورة");
    check("ar", &arabic, "إِدَارَة", "دفع الفاتورة");
    let hebrew = [article("שָׁלוֹם לכולם", &[("", "טקסט")]), article("חשבונית", &[("", "תשלום")])];
    check("he", &hebrew, "שלום", "שָׁלוֹם לכולם");
}

#[test]
fn every_word_of_a_text_finds_it_in_every_locale() {
    let samples = [
        ("en", "Users' settings don't expire; the HTTPServer2 re-opens naïve façades."),
        ("de", "Die Fahrräder der Straßenbahn können größere Gepäckstücke aufnehmen."),
        ("fr", "L'accès aux œuvres d'été s'effectue aujourd'hui à l’hôtel."),
        ("es", "¿Cómo desbloqueo la bicicleta del niño en Logroño?"),
        ("pt-BR", "As configurações não estão disponíveis na região."),
        ("it", "L'abbonamento è già scaduto perché c'è un'eccezione."),
        ("nl", "De fietsen zijn geïnstalleerd in één stalling."),
        ("ru", "Ёлки и велосипеды стоят на стоянке в Йошкар-Оле."),
        ("pl", "Zażółć gęślą jaźń, łódź płynie."),
        ("tr", "İstanbul'da ışıklı bisikletler kiralanıyor."),
        ("el", "Τα ποδήλατα βρίσκονται στους σταθμούς της Αθήνας."),
        ("ar", "يمكنك إعادة الدراجات إلى المحطات القريبة."),
        ("he", "אפשר להחזיר את האופניים בתחנות הקרובות."),
        ("ja", "自転車はステーションに返却してください。GPSは不要です。"),
        ("zh-CN", "请将自行车归还到最近的站点。"),
        ("ko", "자전거를 가까운 대여소에 반납하세요."),
        ("hi", "साइकिल को निकटतम स्टेशन पर लौटाएं।"),
        ("th", "คืนจักรยานที่สถานีใกล้เคียง"),
    ];
    for (locale, text) in samples {
        let documents = [article("1", &[("", text)]), article("2", &[("", "0")])];
        let index = build_index(&documents, &options(locale)).unwrap();
        let mut words = Vec::new();
        kb_search::words::scan(text, &mut |word| words.push(text[word.start..word.end].to_owned()));
        assert!(!words.is_empty());
        for word in words {
            let answer = ask(&index, &format!("{word} "));
            assert_eq!(answer.total, 1, "`{word}` in {locale}");
            assert_eq!(answer.corrected, None, "`{word}` in {locale}");
        }
    }
}

#[test]
fn the_bytes_depend_on_the_documents_alone() {
    let once = build_index(bikes(), &options("en")).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(once, pool.install(|| build_index(bikes(), &options("en")).unwrap()));
}

#[test]
fn an_index_of_nothing_answers_nothing() {
    let index = build_index(&[], &options("en")).unwrap();
    assert_eq!(ask(&index, "anything"), Answer::default());
    let index = build_index(bikes(), &options("en")).unwrap();
    assert_eq!(ask(&index, " ?! "), Answer::default());
}

#[test]
fn related_articles_share_telling_words() {
    let index = build_index(
        &[
            article("Unlock a bike", &[("", "dock handlebar wheel")]),
            article("Invoices", &[("", "billing payment card")]),
            article("Return a bike", &[("", "dock handlebar wheel")]),
            article("Refunds", &[("", "billing payment card")]),
        ],
        &options("en"),
    )
    .unwrap();
    assert_eq!(index.related, [[2], [3], [0], [1]]);
}

#[test]
fn the_reader_ranks_as_tantivy_does() {
    let documents: Vec<Document> = (0..300)
        .map(|number| {
            let text = format!(
                "{} {} {}",
                "dock ".repeat(if number % 11 < 2 { number % 7 } else { 0 }),
                "bike ".repeat(if number % 13 < 3 { number % 5 } else { 0 }),
                "filler word ".repeat(number % 40)
            );
            article(&format!("Number {number}"), &[("", &text)])
        })
        .collect();
    let index = build_index(&documents, &options("en")).unwrap();
    let mut native = NativeIndex::new(&documents, &options("en")).unwrap();
    let theirs: Vec<u32> =
        native.search("dock bike", 10).unwrap().into_iter().map(|hit| hit.document).collect();
    let ours: Vec<u32> = ask(&index, "dock bike ").hits.iter().map(|hit| hit.document).collect();
    let shared = ours.iter().filter(|document| theirs.contains(document)).count();
    assert!(shared >= 6 && theirs[..3].contains(&ours[0]), "{ours:?} against {theirs:?}");
}

#[test]
fn foreign_bytes_are_refused_with_a_message() {
    let message = |bytes: &[u8]| Reader::open(bytes).err().unwrap().to_string();
    assert_eq!(message(b"<!doctype html>"), "the file is not a search index");
    assert_eq!(
        message(b"HWKS\xff rest"),
        "the search index was written by another version of the format (`255`, this reader reads `2`)"
    );
    assert_eq!(message(b"HWKS\x02"), "the search index is damaged");
}

fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::DeflateDecoder::new(bytes), &mut out)
        .expect("the index was just written");
    out
}

proptest! {
    #[test]
    fn damaged_files_never_panic(
        seed in 0usize..10_000,
        flips in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..6),
        query in "[a-zé「\"自 ]{0,12}",
    ) {
        let index = build_index(bikes(), &options("en")).unwrap();
        let damaged = seed % index.files.len();
        let spoil = |position: usize, bytes: &[u8]| {
            let mut bytes = inflate(bytes);
            if position == damaged && !bytes.is_empty() {
                for (at, flip) in &flips {
                    let at = at % bytes.len();
                    bytes[at] ^= flip;
                }
            }
            bytes
        };
        let files: HashMap<&str, Vec<u8>> = index.files.iter().enumerate()
            .map(|(position, (name, bytes))| (name.as_str(), spoil(position, bytes)))
            .collect();
        if let Ok(mut reader) = Reader::open(&files[index.root.as_str()]) {
            for _ in 0..8 {
                let Step::Need(needs) = reader.query(&query, QueryOptions::default()) else { break };
                for need in needs {
                    let name = reader.file_name(need);
                    let bytes = files.get(name.as_str()).cloned().unwrap_or_default();
                    let _ = reader.supply(need, bytes);
                }
            }
        }
    }

    #[test]
    fn any_bytes_and_any_query_never_panic(data in proptest::collection::vec(any::<u8>(), 0..400), query in ".{0,20}") {
        kb_search::fuzz_reader(&data);
        kb_search::words::scan(&query, &mut |word| assert!(word.end <= query.len()));
    }
}
