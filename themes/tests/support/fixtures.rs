//! Contexts of every kind of page, as the generator makes them.

use serde_json::{Value, json};

/// Locales of the fixture site: code, direction, own name.
pub(crate) const LOCALES: [(&str, &str, &str); 4] = [
    ("en", "ltr", "English"),
    ("de", "ltr", "Deutsch"),
    ("ja", "ltr", "日本語"),
    ("ar", "rtl", "العربية"),
];

/// One page to render.
pub(crate) struct Page {
    /// Path below the site's root, ending in a file name.
    pub(crate) path: String,
    pub(crate) template: &'static str,
    pub(crate) context: Value,
}

struct Words {
    name: &'static str,
    description: &'static str,
    categories: [(&'static str, &'static str, &'static str); 6],
    articles: [(&'static str, &'static str); 6],
    date: &'static str,
    contact: &'static str,
    announcement: &'static str,
}

/// All kinds of pages in one locale.
pub(crate) fn pages(locale: &str) -> Vec<Page> {
    let make = |path: &str, template, kind, more| page(locale, path, template, kind, more);
    let words = words(locale);
    let title = words.articles[0].0;
    let mut pages = vec![
        make(
            "",
            "home.html",
            "home",
            json!({
                "categories": cards(locale), "featured": links(locale, 4), "recent": links(locale, 5),
            }),
        ),
        make(
            "category/",
            "category.html",
            "category",
            json!({
                "category": {
                    "title": words.categories[0].0, "description": words.categories[0].1, "icon": "bike", "has_mermaid": false,
                    "html": "<p>Green light, go. Everything on <a href=\"#\">finding</a> and unlocking a bike.</p>",
                    "count": 24, "updated": date(locale), "feed_url": "feed.xml", "lang": null, "dir": null,
                },
                "children": cards(locale)[..2], "articles": links(locale, 6),
            }),
        ),
        make("article/", "article.html", "article", article(locale, title, false)),
        make("fallback/", "article.html", "article", article(locale, title, true)),
        make(
            "tag/",
            "tag.html",
            "tag",
            json!({"tag": {"title": "Bluetooth"}, "articles": links(locale, 3)}),
        ),
        make("search/", "search.html", "search", json!({"categories": cards(locale)})),
        make(
            "articles/",
            "articles.html",
            "articles",
            json!({
                "letters": [
                    {"letter": "A", "articles": links(locale, 3)}, {"letter": "M", "articles": links(locale, 2)},
                    {"letter": "Ü", "articles": links(locale, 1)},
                ],
                "pages": [{"number": 1, "url": "#", "current": true}, {"number": 2, "url": "#2", "current": false}],
            }),
        ),
        make("form/", "form.html", "form", json!({"form": form(&words)})),
        make(
            "404/",
            "404.html",
            "404",
            json!({"categories": cards(locale), "featured": links(locale, 3)}),
        ),
        make("offline/", "offline.html", "offline", json!({})),
    ];
    if locale == "en" {
        let lists = json!({
            "categories": cards(locale), "featured": links(locale, 4), "recent": links(locale, 5),
        });
        let mut root = page(locale, "", "home.html", "root", lists);
        root.path = "index.html".into();
        pages.push(root);
    }
    pages
}

fn page(locale: &str, path: &str, template: &'static str, kind: &str, more: Value) -> Page {
    let words = words(locale);
    let up =
        if kind == "root" { String::new() } else { "../".repeat(1 + path.matches('/').count()) };
    let direction = LOCALES.iter().find(|(code, ..)| *code == locale).unwrap();
    let home = format!("{up}{locale}/");
    let script = |name: &str| format!("{up}assets/{name}.js");
    let mut context = json!({
        "site": {
            "name": words.name, "description": words.description, "root": up, "home_url": home,
            "search_url": format!("{home}search/"), "articles_url": format!("{home}articles/"),
            "feed_url": format!("{home}feed.xml"), "logo": null, "icon_url": format!("{up}assets/icon.svg"),
            "manifest_url": null, "contact": {"url": "mailto:help@example.com", "label": words.contact},
            "header_links": [{"label": "Status", "url": "https://status.example.com/"}, {"label": "pedalo.example", "url": "https://example.com/"}],
            "footer_links": [{"label": "Status", "url": "https://status.example.com/"}],
            "announcement": if kind == "home" { json!({"id": "a1", "text": words.announcement, "url": "#"}) } else { Value::Null },
            "copyright_year": 2026, "service_worker_url": null, "search_records": "consent",
            "relay": {"origin": "https://chat.example.com", "key": "wk_0123456789abcdef"},
        },
        "locale": {"code": locale, "dir": direction.1, "name": direction.2, "cjk": locale == "ja"},
        "locales": LOCALES.iter().map(|(code, dir, name)| json!({
            "code": code, "dir": dir, "name": name, "url": format!("{up}{code}/{path}"),
            "current": *code == locale, "translated": true,
        })).collect::<Vec<_>>(),
        "page": {
            "kind": kind, "is_root": kind == "root", "title": words.articles[0].0, "head_title": format!("{} · {}", words.articles[0].0, words.name),
            "description": words.description, "url": "https://help.example.com/", "canonical": "https://help.example.com/",
            "noindex": kind == "404", "alternates": [{"code": "en", "url": "https://help.example.com/en/"}],
            "og": {"type": "website", "title": words.name, "description": words.description, "image": null, "locale": "en_US", "url": "https://help.example.com/"},
            "jsonld": ["{\"@context\":\"https://schema.org\",\"@type\":\"WebSite\"}"],
            "breadcrumbs": if kind == "home" { json!([]) } else { json!([
                {"title": words.name, "url": home}, {"title": words.categories[0].0, "url": format!("{home}category/")},
            ]) },
            "markdown_url": null,
        },
        "assets": {
            "css": format!("{up}assets/theme.css"), "form_css": format!("{up}assets/form.css"), "vote_css": format!("{up}assets/vote.css"), "form_js": format!("{up}assets/form.js"), "form_wasm": format!("{up}assets/form.wasm"), "records_js": format!("{up}assets/records.js"), "icons": format!("{up}assets/icons.svg"),
            "js": {"boot": script("boot"), "site": script("site"), "search-ui": script("search-ui"), "extras": script("extras"), "media": script("media"), "announcement": script("announcement"), "form-page": script("form-page"), "vote": script("vote")},
            "boot_js": script("boot"), "site_js": script("site"), "search_js": script("fake-search"),
            "search_wasm": script("fake-search"), "search_base": format!("{home}search/"), "search_root": "root.bin", "mermaid_js": null,
            "widget": {"src": "https://chat.example.com/widget.js", "key": "wk_0123456789abcdef", "settings": null, "mode": "both", "help_site": "/"},
            "csp": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'; frame-src https://www.youtube-nocookie.com https://player.vimeo.com; require-trusted-types-for 'script'",
        },
    });
    for (key, value) in more.as_object().unwrap() {
        context[key] = value.clone();
    }
    Page { path: format!("{locale}/{path}index.html"), template, context }
}

fn article(locale: &str, title: &str, fallback: bool) -> Value {
    let words = words(locale);
    let html = include_str!("article.html")
        .replace("ICONS", "../../assets/icons.svg")
        .replace("PICTURE", "../../assets/picture.svg");
    let toc = json!([
        {"id": "before-you-start", "title": "Before you start", "level": 2, "children": []},
        {"id": "x", "title": "Unlock with the app", "level": 2, "children": [{"id": "code", "title": "From your own program", "level": 3, "children": []}]},
        {"id": "prices", "title": "What it costs", "level": 2, "children": []},
        {"id": "trouble", "title": "If the lock stays shut", "level": 2, "children": []},
    ]);
    let siblings: Vec<Value> = words.articles.iter().enumerate()
        .map(|(place, (title, _))| json!({"title": title, "url": "../article/", "current": place == 0})).collect();
    json!({
        "article": {
            "id": "unlock", "version": "0a1b2c3d4e", "title": title, "description": words.articles[0].1, "html": html,
            "lang": if fallback { json!("en") } else { Value::Null },
            "dir": if fallback { json!("ltr") } else { Value::Null },
            "toc": toc, "updated": date(locale), "published": date(locale), "reading_minutes": 4,
            "tags": [{"title": "Bluetooth", "url": "../tag/"}, {"title": "App", "url": "../tag/"}],
            "notice": if fallback { json!({"kind": "fallback", "source_name": "English", "source_url": null}) } else { Value::Null },
            "markdown_url": "index.md", "prev": link(locale, 1), "next": link(locale, 2), "related": links(locale, 4),
            "category": {"title": words.categories[0].0, "url": "../category/"}, "has_mermaid": false, "has_code": true,
            "contact": {"url": "mailto:help@example.com", "label": words.contact},
        },
        "nav": {"title": words.categories[0].0, "url": "../category/", "articles": siblings, "more": true},
    })
}

fn date(locale: &str) -> Value {
    json!({"iso": "2026-10-03", "text": words(locale).date})
}

fn link(locale: &str, place: usize) -> Value {
    let words = words(locale);
    let (title, description) = words.articles[place % 6];
    json!({
        "title": title, "url": "../article/", "description": description, "reading_minutes": 3, "updated": date(locale),
        "category": words.categories[place % 6].0, "lang": null, "dir": null, "external_locale": false,
    })
}

fn links(locale: &str, count: usize) -> Vec<Value> {
    (0..count).map(|place| link(locale, place)).collect()
}

fn cards(locale: &str) -> Vec<Value> {
    let words = words(locale);
    words.categories.iter().map(|(title, description, icon)| json!({
        "title": title, "url": "../category/", "description": description, "icon": icon, "count": 7, "lang": null, "dir": null,
        "articles": links(locale, 4), "children": [],
    })).collect()
}

fn words(locale: &str) -> Words {
    match locale {
        "de" => Words {
            name: "Pedalo-Hilfe",
            description: "Antworten rund um Räder, Fahrten und Rechnungen.",
            categories: [
                ("Losfahren", "Ein Rad finden, entsperren und abstellen.", "bike"),
                ("Benutzerkontoeinstellungen", "Anmelden, E-Mail-Adresse und Datenschutz.", "user"),
                ("Zahlungsmöglichkeiten", "Karten, Gutscheine und Rechnungen.", "card"),
                ("Abholstationen und Servicegebiete", "Wo Sie Räder finden und abstellen.", "map"),
                ("Sicherheit", "Helm, Licht und was nach einem Unfall zu tun ist.", "shield"),
                ("Geschenkgutscheine", "Fahrten verschenken und einlösen.", "gift"),
            ],
            articles: [
                (
                    "Ein Fahrrad mit der App entsperren",
                    "In zehn Sekunden losfahren, auch ohne mobile Daten.",
                ),
                (
                    "Rechnungsadresse und Umsatzsteueridentifikationsnummer ändern",
                    "So steht auf jeder Rechnung das Richtige.",
                ),
                (
                    "Ein Rad an einer Station abstellen",
                    "Woran Sie erkennen, dass die Fahrt beendet ist.",
                ),
                ("Wie viel eine Fahrt kostet", "Preise je Minute, Monatspass und Obergrenzen."),
                ("Einen Gutschein einlösen", "Wo der Code hingehört."),
                ("Wenn das Schloss klemmt", "Drei Handgriffe, die fast immer helfen."),
            ],
            date: "3. Oktober 2026",
            contact: "Schreiben Sie uns",
            announcement: "Winterreifen sind aufgezogen: Seit heute fahren alle Räder mit mehr Profil.",
        },
        "ja" => Words {
            name: "ペダロ ヘルプ",
            description: "自転車、乗り方、お支払いについての答えがここにあります。",
            categories: [
                ("乗り方", "自転車を見つけて、解錠し、返却します。", "bike"),
                ("アカウント", "ログイン、メールアドレス、プライバシー。", "user"),
                ("お支払い", "カード、クーポン、領収書。", "card"),
                ("ポートと対応エリア", "自転車がある場所、返却できる場所。", "map"),
                ("安全", "ヘルメット、ライト、事故のとき。", "shield"),
                ("ギフト", "乗車券を贈る、受け取る。", "gift"),
            ],
            articles: [
                (
                    "アプリで自転車を解錠する",
                    "10秒で出発できます。モバイル通信がなくても大丈夫です。",
                ),
                ("請求先住所を変更する", "領収書に正しい住所を載せます。"),
                ("ポートに返却する", "返却が終わったことの確かめ方。"),
                ("料金のしくみ", "1分ごとの料金、月額プラン、上限額。"),
                ("クーポンを使う", "コードの入力場所。"),
                ("鍵が開かないとき", "たいてい直る3つの方法。"),
            ],
            date: "2026年10月3日",
            contact: "お問い合わせ",
            announcement: "冬用タイヤに交換しました。",
        },
        "ar" => Words {
            name: "مساعدة بيدالو",
            description: "إجابات عن الدراجات والرحلات والفواتير.",
            categories: [
                ("الركوب", "ابحث عن دراجة وافتح قفلها وأعدها.", "bike"),
                ("حسابك", "تسجيل الدخول والبريد والخصوصية.", "user"),
                ("الدفع", "البطاقات والقسائم والفواتير.", "card"),
                ("المحطات", "أين تجد الدراجات وأين تتركها.", "map"),
                ("السلامة", "الخوذة والأضواء وما تفعله بعد حادث.", "shield"),
                ("الهدايا", "أهدِ رحلات أو استعملها.", "gift"),
            ],
            articles: [
                ("افتح قفل دراجة بالتطبيق", "انطلق خلال عشر ثوانٍ، حتى من دون بيانات الهاتف."),
                ("غيّر عنوان الفاتورة", "ليظهر العنوان الصحيح في كل فاتورة."),
                ("أعد الدراجة إلى محطة", "كيف تعرف أن الرحلة انتهت."),
                ("كم تكلّف الرحلة", "السعر لكل دقيقة والاشتراك الشهري."),
                ("استعمل قسيمة", "أين تكتب الرمز."),
                ("إذا لم يُفتح القفل", "ثلاث خطوات تنفع غالبًا."),
            ],
            date: "٣ أكتوبر ٢٠٢٦",
            contact: "راسلنا",
            announcement: "إطارات الشتاء وصلت إلى كل الدراجات.",
        },
        _ => Words {
            name: "Pedalo Help",
            description: "Answers about bikes, rides and bills, written by the people who fix them.",
            categories: [
                ("Riding", "Find a bike, unlock it, and park it well.", "bike"),
                ("Your account", "Sign in, e-mail address, privacy.", "user"),
                ("Payments", "Cards, vouchers, and what each ride costs.", "card"),
                ("Docks and areas", "Where bikes are, and where you may leave them.", "map"),
                ("Safety", "Helmets, lights, and what to do after a fall.", "shield"),
                ("Gifts", "Give rides away, or redeem yours.", "gift"),
            ],
            articles: [
                (
                    "Unlock a bike with the app",
                    "Ten seconds from the dock to the road, even without mobile data.",
                ),
                ("Change your billing address", "So that every invoice says the right thing."),
                ("Park at a dock", "How to tell that your ride has ended."),
                ("What a ride costs", "Prices per minute, the monthly plan, and daily limits."),
                ("Redeem a voucher", "Where the code goes, and why it may not work."),
                ("If the lock stays shut", "Three things that nearly always help."),
            ],
            date: "October 3, 2026",
            contact: "Write to us",
            announcement: "Winter tyres are on: every bike now has more grip.",
        },
    }
}

/// A form with every kind of field, on two pages.
fn form(words: &Words) -> Value {
    let field = |shape: &str, input_type: &str, more: Value| {
        let mut field = json!({
            "id": format!("{shape}-{input_type}"), "shape": shape, "input_type": input_type,
            "autocomplete": null, "label": words.articles[1].0, "help": "", "placeholder": "",
            "required": false, "shown": true, "value": "", "min": null, "max": null, "step": null,
            "min_count": null, "max_count": null, "is_date": false, "example": null, "prefill": false, "suggests": false, "options": [],
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            field[key] = value.clone();
        }
        field
    };
    let options = json!([
        {"value": "a", "label": words.categories[0].0, "indent": "", "chosen": true},
        {"value": "a/b", "label": words.categories[1].0, "indent": "\u{2003}", "chosen": false},
    ]);
    json!({
        "id": "contact", "title": words.contact, "intro": [words.description],
        "action": "https://chat.example.com/forms/v1/key/contact", "enctype": "multipart/form-data",
        "way": "relay", "mail": "help@example.com", "document": "api/forms/contact.json",
        "key": "key", "relay": "https://chat.example.com", "thanks": words.contact,
        "goes_on": true, "has_files": true,
        "steps": [
            {"number": 1, "title": words.categories[0].0, "fields": [
                field("line", "text", json!({"required": true, "help": words.description, "max_count": 100, "min_count": 1, "example": "AA-999"})),
                field("line", "number", json!({"min": "1", "max": "5", "step": "1"})),
                field("list", "text", json!({"options": options, "required": true})),
                field("radios", "text", json!({"value": "true", "required": true})),
                field("boxes", "text", json!({"options": options, "help": words.description})),
                field("hidden", "text", json!({"prefill": true, "value": "site"})),
            ]},
            {"number": 2, "title": words.categories[1].0, "fields": [
                field("text", "text", json!({"value": words.description, "suggests": true, "shown": false})),
                field("box", "text", json!({"required": true})),
                field("files", "text", json!({"max_count": 3})),
            ]},
        ],
    })
}
