//! The options of `kb.toml` that make further files.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests make small sites")]

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use kb_generator::build::{BuildOptions, Outcome, build};
use kb_generator::config::SiteConfig;
use kb_generator::content::date::Date;
use kb_generator::render::{WIDGET_FILES, WidgetAssets};
use tempfile::TempDir;

/// The page of the one article.
const PAGE: &str = "en/articles/first-abcd2345/index.html";

/// A small site in a folder of its own.
struct TestSite {
    dir: TempDir,
}

impl TestSite {
    fn new(config: &str) -> Self {
        let site = Self { dir: tempfile::tempdir().unwrap() };
        site.write(
            "kb.toml",
            format!("title = \"Test Help\"\nbase_url = \"https://help.example/\"\n{config}"),
        );
        site.write("articles/basics/_index.md", "---\ntitle: Basics\n---\n");
        site
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.dir.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    fn article(&self, text: &str) {
        self.write(
            "articles/basics/first.md",
            format!("---\nid: abcd2345\ntitle: The first article\n---\n\n{text}\n"),
        );
    }

    fn options() -> BuildOptions {
        BuildOptions {
            as_of: Date::from_unix_seconds(1_800_000_000),
            widget_assets: None,
            search_assets: None,
            form_assets: None,
            diagram_script: None,
            with_internal: false,
            brands: Vec::new(),
            force: true,
            locked: false,
        }
    }

    fn build(&self) -> Outcome {
        self.build_with(&Self::options())
    }

    fn build_with(&self, options: &BuildOptions) -> Outcome {
        let config = SiteConfig::load(self.dir.path()).unwrap();
        build(&config, options, &|_, _, _| {}).unwrap()
    }

    fn output(&self, path: &str) -> PathBuf {
        self.dir.path().join("public").join(path)
    }

    fn page(&self) -> String {
        fs::read_to_string(self.output(PAGE)).unwrap()
    }

    /// Names of the files of a folder of the site, sorted.
    fn names(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.output(folder))
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn gunzip(file: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&fs::read(file).unwrap()[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

fn unbrotli(file: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    brotli::BrotliDecompress(&mut &fs::read(file).unwrap()[..], &mut bytes).unwrap();
    bytes
}

#[test]
fn text_files_get_compressed_siblings_and_others_do_not() {
    let site = TestSite::new("[features]\nprecompress = true\n");
    site.article("Words.");
    site.write("static/short.txt", "short");
    site.write("static/long.bin", "word ".repeat(1000));
    site.write("static/own.txt", "word ".repeat(1000));
    site.write("static/own.txt.gz", "made by the author");
    site.build();
    let page = site.output(PAGE);
    let text = fs::read(&page).unwrap();
    assert_eq!(gunzip(&page.with_extension("html.gz")), text);
    assert_eq!(unbrotli(&page.with_extension("html.br")), text);
    assert!(!site.output("short.txt.gz").exists());
    assert!(!site.output("long.bin.br").exists());
    assert!(site.output("own.txt.br").exists());
    assert_eq!(fs::read(site.output("own.txt.gz")).unwrap(), b"made by the author");
}

#[test]
fn nothing_is_compressed_unless_asked_for() {
    let site = TestSite::new("");
    site.article("Words.");
    site.build();
    assert!(!site.output("index.html.gz").exists());
}

/// Pixels that no format compresses to nothing.
fn pixels(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([((x * 7) ^ (y * 3)) as u8, (x / 5 + y) as u8, (x * y / 97) as u8])
    })
}

/// Lines on paper, as in a screenshot.
fn drawing(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(if x % 90 == 0 || y % 70 < 2 { [20, 60, 90] } else { [250, 250, 250] })
    })
}

fn encoded(image: &image::RgbImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Widths of the files that a `srcset` names, as the files themselves tell.
fn widths_in_srcset(site: &TestSite, page: &str) -> Vec<(usize, String)> {
    let srcset = page.split("srcset=\"").nth(1).unwrap().split('"').next().unwrap();
    srcset
        .split(", ")
        .map(|candidate| {
            let (address, width) = candidate.split_once(' ').unwrap();
            let file = site.output(address.trim_start_matches('/'));
            let size = imagesize::size(&file).unwrap();
            assert_eq!(format!("{}w", size.width), width);
            (size.width, file.extension().unwrap().to_str().unwrap().to_owned())
        })
        .collect()
}

#[test]
fn wide_images_are_published_in_smaller_sizes_too() {
    let site = TestSite::new("[markdown]\nresponsive_images = true\n");
    site.write("articles/basics/wide.png", encoded(&drawing(1600, 900), image::ImageFormat::Png));
    site.write("articles/basics/small.png", encoded(&drawing(600, 300), image::ImageFormat::Png));
    site.write("articles/basics/unseen.png", encoded(&drawing(1700, 90), image::ImageFormat::Png));
    site.article("![Lines](wide.png)\n\n![Fewer lines](small.png)");
    site.build();
    let page = site.page();
    let widths: Vec<usize> = widths_in_srcset(&site, &page).iter().map(|(w, _)| *w).collect();
    assert!(widths.len() >= 2 && widths.is_sorted() && widths.last() == Some(&1600), "{widths:?}");
    assert_eq!(page.matches("srcset").count(), 1, "a small image needs no copies");
    let media = site.names("media");
    assert!(media.iter().all(|name| !name.starts_with("unseen")), "{media:?}");

    // The second build takes the copies from the first.
    site.build();
    assert_eq!(site.names("media"), media);
    let kept = fs::read_dir(site.dir.path().join(".kb/images")).unwrap().count();
    assert!(kept >= 1, "nothing was kept");

    site.article("No images any more.");
    site.build();
    assert_eq!(fs::read_dir(site.dir.path().join(".kb/images")).unwrap().count(), 0);
}

#[test]
fn a_photograph_stays_jpeg() {
    let site = TestSite::new("[markdown]\nresponsive_images = true\n");
    site.write("articles/basics/photo.jpg", encoded(&pixels(1000, 700), image::ImageFormat::Jpeg));
    site.article("![Noise](photo.jpg)");
    site.build();
    let formats = widths_in_srcset(&site, &site.page());
    assert!(formats.iter().all(|(_, extension)| extension == "jpg"), "{formats:?}");
    assert_eq!(formats.iter().map(|(width, _)| *width).collect::<Vec<_>>(), [480, 800, 1000]);
}

#[test]
fn images_have_one_size_unless_asked_for() {
    let site = TestSite::new("");
    site.write("articles/basics/wide.png", encoded(&drawing(1600, 900), image::ImageFormat::Png));
    site.article("![Lines](wide.png)");
    site.build();
    assert!(!site.page().contains("srcset"));
    assert!(!site.dir.path().join(".kb").exists());
}

const DIAGRAM: &str = "```mermaid\ngraph TD\nA-->B\n```";

fn notes(outcome: &Outcome) -> Vec<&str> {
    outcome.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn the_script_that_draws_diagrams_is_published_where_there_is_one() {
    let options = BuildOptions { diagram_script: Some(b"draw()".to_vec()), ..TestSite::options() };
    let site = TestSite::new("[markdown]\nmermaid = true\n");
    site.article(DIAGRAM);
    let outcome = site.build_with(&options);
    assert_eq!(notes(&outcome), [""; 0]);
    assert!(site.page().contains("data-mermaid=\"/assets/mermaid."), "{}", site.page());
    assert!(site.names("assets").iter().any(|name| name.starts_with("mermaid.")));

    site.article("No diagram.");
    site.build_with(&options);
    assert!(!site.names("assets").iter().any(|name| name.starts_with("mermaid.")));
}

#[test]
fn diagrams_of_a_category_are_drawn_as_those_of_an_article() {
    let options = BuildOptions { diagram_script: Some(b"draw()".to_vec()), ..TestSite::options() };
    let site = TestSite::new("[markdown]\nmermaid = true\n");
    site.article("No diagram.");
    site.write(
        "articles/basics/_index.md",
        format!("---\ntitle: Basics\nid: basics22\n---\n{DIAGRAM}\n"),
    );
    assert_eq!(notes(&site.build_with(&options)), [""; 0]);
    let page = site.output("en/categories/basics-basics22/index.html");
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("data-mermaid=\"/assets/mermaid."), "{page}");
}

#[test]
fn a_theme_may_bring_the_script_that_draws_diagrams() {
    let site = TestSite::new("[markdown]\nmermaid = true\n");
    site.write("theme/static/custom/mermaid.js", "draw()");
    site.article(DIAGRAM);
    assert_eq!(notes(&site.build()), [""; 0]);
    let scripts: Vec<String> =
        site.names("assets").into_iter().filter(|name| name.contains("mermaid")).collect();
    assert_eq!(scripts.len(), 1, "{scripts:?}");
    assert!(site.page().contains(&format!("data-mermaid=\"/assets/{}\"", scripts[0])));
}

#[test]
fn without_the_script_a_diagram_reads_as_text_and_a_note_tells_where_to_get_it() {
    let site = TestSite::new("[markdown]\nmermaid = true\n");
    site.article(DIAGRAM);
    assert_eq!(notes(&site.build()), ["no-diagram-script"]);
    let page = site.page();
    assert!(page.contains("graph TD") && !page.contains("data-mermaid"), "{page}");
}

const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>\
    <rect width='40' height='20' fill='#00ff00'/></svg>";

/// The file behind the `og:image` of a page.
fn social_image(site: &TestSite, page: &str) -> Option<image::RgbaImage> {
    let address = page.split("property=\"og:image\" content=\"").nth(1)?.split('"').next()?;
    let path = address.strip_prefix("https://help.example/").unwrap();
    Some(image::open(site.output(path)).unwrap().into_rgba8())
}

#[test]
fn every_article_has_a_picture_for_social_networks() {
    let site = TestSite::new(
        "logo = { light = \"brand/logo.svg\" }\n[features]\nsocial_images = true\n\
         [theme_settings]\naccent = \"#aa3311\"\n",
    );
    site.write("brand/logo.svg", LOGO);
    site.article("Words.");
    let outcome = site.build();
    if notes(&outcome).contains(&"no-fonts") {
        // A machine without fonts draws nothing, and says so.
        assert!(!site.page().contains("og:image"));
        return;
    }
    let picture = social_image(&site, &site.page()).unwrap();
    assert_eq!(picture.dimensions(), (1200, 630));
    assert_eq!(picture.get_pixel(600, 620).0, [0xaa, 0x33, 0x11, 255], "the accent colour");
    assert!(picture.pixels().any(|pixel| pixel.0 == [0, 255, 0, 255]), "the logo");
    let home = fs::read_to_string(site.output("en/index.html")).unwrap();
    let of_site = social_image(&site, &home).unwrap();
    assert_eq!(of_site.dimensions(), (1200, 630));
    assert!(of_site != picture, "an article has its own title");
}

#[test]
fn a_picture_of_the_article_itself_wins() {
    let site = TestSite::new("[features]\nsocial_images = true\n");
    site.write("articles/basics/own.png", encoded(&drawing(20, 10), image::ImageFormat::Png));
    site.write(
        "articles/basics/first.md",
        "---\nid: abcd2345\ntitle: The first article\nimage: own.png\n---\n\nWords.\n",
    );
    site.build();
    assert_eq!(social_image(&site, &site.page()).unwrap().dimensions(), (20, 10));
}

#[test]
fn no_picture_is_drawn_unless_asked_for() {
    let site = TestSite::new("");
    site.article("Words.");
    site.build();
    assert!(!site.page().contains("og:image"));
    assert_eq!(site.names("media"), [""; 0]);
}

fn widget_options() -> BuildOptions {
    let messages = ["messages_kb/en.json", "messages_kb/ar.json", "later/en.json", "later/ar.json"];
    let names = WIDGET_FILES.into_iter().chain(messages);
    let files = names.map(|name| (name.to_owned(), name.as_bytes().to_vec())).collect();
    BuildOptions { widget_assets: Some(WidgetAssets(files)), ..TestSite::options() }
}

/// The tag of the widget on the page of the article.
fn tag(site: &TestSite) -> String {
    let page = site.page();
    let tag = page.lines().find(|line| line.contains("data-mode")).unwrap_or_default();
    tag.to_owned()
}

/// The folder of the widget, whose name changes with what is in it.
fn widget_folder(site: &TestSite) -> String {
    let names = site.names("assets");
    let folder = names.iter().find(|name| name.starts_with("widget-")).expect("a widget");
    format!("assets/{folder}")
}

#[test]
fn a_widget_with_articles_alone_is_published_with_the_site() {
    let site = TestSite::new("locales = [\"en\", \"ar\", \"fi\"]\n[widget]\nmode = \"kb\"\n");
    site.article("Words.");
    site.build_with(&widget_options());
    let folder = widget_folder(&site);
    let tag = tag(&site).replace(&folder, "FOLDER");
    insta::assert_snapshot!(tag, @r#"<script async src="/FOLDER/widget.js" data-settings="/widget/settings/en.json" data-mode="kb" data-help-site="/"></script>"#);
    for name in [
        "kb_widget_kb.js",
        "kb_widget_kb_bg.wasm",
        "widget_kb.css",
        "forms.js",
        "messages_kb/ar.json",
        "later/ar.json",
    ] {
        assert!(site.output(&format!("{folder}/widget/{name}")).is_file(), "{name}");
    }
    let settings = fs::read_to_string(site.output(&format!("{folder}/widget/settings/ar.json")));
    let settings: serde_json::Value = serde_json::from_str(&settings.unwrap()).unwrap();
    for (name, value) in [
        ("mode", "kb"),
        ("availability", "disabled"),
        ("locale", "ar"),
        ("direction", "rtl"),
        ("label", "فتح المساعدة"),
        ("name", "Test Help"),
    ] {
        assert_eq!(settings[name], value, "{name}");
    }
    assert_eq!(settings["locales"], serde_json::json!(["en", "ar"]));
    // The widget does not speak every language of the site.
    let finnish = fs::read_to_string(site.output("fi/index.html")).unwrap();
    assert!(finnish.contains("data-settings=\"/widget/settings/en.json\""), "{finnish}");
    // The policy is that of a site without a widget.
    let page = site.page();
    assert!(page.contains("script-src 'self' 'wasm-unsafe-eval'; "), "{page}");
    assert!(page.contains("connect-src 'self'; "), "{page}");
}

#[test]
fn a_widget_of_a_server_widens_the_policy_by_that_server_alone() {
    let site = TestSite::new(
        "[widget]\nmode = \"both\"\nrelay = \"https://chat.example.com/\"\nkey = \"wk_1\"\n",
    );
    site.article("Words.");
    assert_eq!(notes(&site.build()), [""; 0]);
    insta::assert_snapshot!(tag(&site), @r#"<script async src="https://chat.example.com/widget.js" data-key="wk_1" data-mode="both" data-help-site="/"></script>"#);
    assert!(!site.names("assets").iter().any(|name| name.starts_with("widget-")));
    let headers = fs::read_to_string(site.output("_headers")).unwrap();
    let policy = headers.lines().find(|line| line.contains("Content-Security-Policy")).unwrap();
    assert_eq!(
        policy.trim(),
        "Content-Security-Policy: default-src 'none'; \
         script-src 'self' 'wasm-unsafe-eval' https://chat.example.com; style-src 'self'; \
         img-src 'self' data:; media-src 'self'; font-src 'self'; \
         connect-src 'self' https://chat.example.com wss://chat.example.com; \
         manifest-src 'self'; worker-src 'self'; \
         frame-src https://www.youtube-nocookie.com https://player.vimeo.com; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    assert!(!headers.contains("Access-Control"), "{headers}");
}

#[test]
fn other_sites_read_the_articles_only_where_that_is_wanted() {
    let site = TestSite::new("[widget]\nmode = \"kb\"\nforeign_pages = true\n");
    site.article("Words.");
    site.build_with(&widget_options());
    let headers = fs::read_to_string(site.output("_headers")).unwrap();
    assert!(headers.contains("  Access-Control-Allow-Origin: *\n"), "{headers}");
}

#[test]
fn a_site_without_a_widget_has_no_trace_of_one() {
    let site = TestSite::new("");
    site.article("Words.");
    site.build_with(&widget_options());
    assert!(!site.page().contains("widget"), "{}", site.page());
    assert!(!site.names("assets").iter().any(|name| name.starts_with("widget-")));
}

#[test]
fn a_widget_that_cannot_be_is_told() {
    let site = TestSite::new("[widget]\nmode = \"kb\"\n[features]\njson_api = false\n");
    site.article("Words.");
    let outcome = site.build();
    for code in ["widget-articles", "no-widget"] {
        assert!(notes(&outcome).contains(&code), "{code}");
    }
    assert_eq!(tag(&site), "");
}

#[test]
fn documents_for_programs_name_each_other() {
    let site = TestSite::new("");
    site.article("See [the second](second.md#there) and [all](_index.md).");
    site.write(
        "articles/basics/second.md",
        "---\nid: efgh2345\ntitle: Second\nfeatured: true\n---\n## There\n",
    );
    site.write("articles/basics/_index.md", "---\ntitle: Basics\nid: basics22\n---\nAll of it.\n");
    site.build();
    let json = |path: &str| -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(site.output(path)).unwrap()).unwrap()
    };
    assert_eq!(json("api/site.json")["locales"], serde_json::json!(["en"]));
    let home = json("en/api/home.json");
    assert_eq!(home["categories"][0]["page"], "categories/basics22");
    assert_eq!(home["categories"][0]["count"], 2);
    assert_eq!(home["articles"][0]["page"], "articles/efgh2345");
    let category = json("en/api/categories/basics22.json");
    assert_eq!(category["title"], "Basics");
    assert!(category["html"].as_str().unwrap().contains("All of it."));
    let pages = |list: &serde_json::Value| -> Vec<String> {
        let pages = list.as_array().unwrap().iter();
        pages.map(|entry| entry["page"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(pages(&category["articles"]).len(), 2);
    let links = &json("en/api/articles/abcd2345.json")["links"];
    assert_eq!(pages(links), ["articles/efgh2345", "categories/basics22"]);
}
