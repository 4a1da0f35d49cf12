//! Random input for what reads strangers' bytes: front matter, Markdown, the
//! search index, uploaded files, conditions, forms and the relay's frames. Nothing may panic, hang
//! or take much memory.
//!
//! Each target runs on inputs that are the same every time, on a fast machine
//! and on a slow one. `KB_FUZZ_SECONDS` looks for new failures that long
//! instead, and `KB_FUZZ_SEED` starts elsewhere.

#[path = "fuzz/conditions.rs"]
mod conditions;
#[path = "fuzz/frames.rs"]
mod frames;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use kb_generator::content::{front_matter, front_matter_edit, markdown};
use kb_protocol::limits::{FILE_NAME_CHARS, IMAGE_PIXELS};
use kb_search::{Document, IndexOptions, Reader, Section, build_index, fuzz_reader};
use kb_server::config::FilesConfig;
use kb_server::files::{Kind, examine};

/// Longest time that one input may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

/// Xorshift, so that a failure can be run again.
///
/// Source: Marsaglia, "Xorshift RNGs", 2003, doi:10.18637/jss.v008.i14.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn choose<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Feeds `target` what `make` makes: `inputs` of them, or as many as fit into
/// `KB_FUZZ_SECONDS`.
fn fuzz<T: std::fmt::Debug>(inputs: u64, make: impl Fn(&mut Random) -> T, target: impl Fn(&T)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = number("KB_FUZZ_SECONDS").map(Duration::from_secs);
    let mut seed = number("KB_FUZZ_SEED").unwrap_or(1).max(1);
    let begun = Instant::now();
    let mut runs = 0;
    while time.map_or(runs < inputs, |time| begun.elapsed() < time) {
        let input = make(&mut Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let started = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| target(&input)));
        assert!(result.is_ok(), "panic with KB_FUZZ_SEED={seed}: {input:?}");
        assert!(started.elapsed() < PATIENCE, "slow with KB_FUZZ_SEED={seed}: {input:?}");
        seed += 1;
        runs += 1;
    }
    eprintln!("{runs} inputs in {:.1} s", begun.elapsed().as_secs_f64());
}

/// Pieces put together at random, some of them cut or repeated.
fn text_of(random: &mut Random, pieces: &[&str], most: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.below(most) {
        let piece = random.choose(pieces);
        match random.below(12) {
            0 => text.push_str(&piece.repeat(random.below(40))),
            1 => text.extend(piece.chars().take(random.below(piece.len() + 1))),
            2 => text.push(char::from_u32(random.next() as u32 % 0x11_0000).unwrap_or('\u{fffd}')),
            3 => text.push('\n'),
            _ => text.push_str(piece),
        }
    }
    text
}

#[test]
fn front_matter_never_panics() {
    const PIECES: [&str; 38] = [
        "---\n",
        "+++\n",
        "...\n",
        "title",
        "draft",
        "id",
        "tags",
        "publish_at",
        "sidebar",
        "order",
        ": ",
        " = ",
        "[",
        "]",
        "{",
        "}",
        "- ",
        "\n",
        "  ",
        "\t",
        "\"",
        "'",
        "|",
        ">",
        "&a ",
        "*a",
        "!!binary ",
        "<<: ",
        "2026-02-30",
        "2026-01-01T99:99:99+99:99",
        "1e999",
        "0x7f",
        "true",
        "~",
        "\u{feff}",
        "#",
        "日本",
        "\r\n",
    ];
    fuzz(
        500_000,
        |random| {
            let fence = random.choose(&["---\n", "+++\n", "---\r\n", "\u{feff}---\n"]);
            let close = random.choose(&["---\n", "+++\n", ""]);
            format!(
                "{fence}{}\n{close}{}",
                text_of(random, &PIECES, 40),
                text_of(random, &PIECES, 5)
            )
        },
        |text| {
            let mut diagnostics = Vec::new();
            let (_, body) = front_matter::parse("a.md", text, &mut diagnostics);
            assert!(text.ends_with(body.text));
            let lines = text.matches('\n').count() + 1;
            assert!(body.first_line <= lines + 1);
            for diagnostic in &diagnostics {
                assert!(
                    diagnostic.line.is_none_or(|line| (1..=lines + 1).contains(&line)),
                    "{diagnostic}"
                );
                assert!(!diagnostic.message.is_empty());
            }
            let edited = front_matter_edit::set_key(text, "id", "k7");
            assert!(edited.contains("k7"));
        },
    );
}

#[test]
fn markdown_never_panics_and_gives_balanced_html() {
    const PIECES: [&str; 62] = [
        "# ",
        "## ",
        "\n\n",
        "\n",
        "- ",
        "1. ",
        "> ",
        ">",
        "> [!NOTE]\n",
        ":::note\n",
        ":::",
        "!!! tip\n",
        "    ",
        "```rust\n",
        "```",
        "~~~\n",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "](x.png)",
        "<",
        ">",
        "<div>",
        "</div>",
        "<b onclick=\"x\">",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<style>",
        "&amp;",
        "&#x0;",
        "\\",
        "$",
        "$$",
        "\\frac{1}{2}",
        "|a|b|\n|-|-|\n",
        "|",
        "[^1]",
        "[^1]: ",
        "- [ ] ",
        "{#id}",
        "{{< tabs >}}",
        "{{< /tabs >}}",
        "{{",
        "}}",
        "{% raw %}",
        "https://x.example/",
        "<a@b.c>",
        "javascript:alert(1)",
        "=== \"Tab\"\n",
        "??? note\n",
        "\t",
        "\u{202e}",
        "日本語",
    ];
    fuzz(
        40_000,
        |random| text_of(random, &PIECES, 120),
        |text| {
            let html = markdown::fuzz(text);
            check_html(&html);
        },
    );
}

/// Every element that is opened is closed in order, and no script is left.
fn check_html(html: &str) {
    const VOID: [&str; 10] =
        ["br", "hr", "img", "input", "wbr", "col", "source", "area", "track", "embed"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = rest.split_once('>') else { panic!("an open tag: {html}") };
        rest = after;
        let is_closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name =
            name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or("");
        assert!(!["script", "style", "object"].contains(&name), "{html}");
        assert!(!tag.to_ascii_lowercase().contains(" onclick=\""), "{html}");
        if is_closing {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}: {html}");
}

fn index() -> Vec<Vec<u8>> {
    let documents: Vec<Document> = (0..40)
        .map(|n| Document {
            url: format!("en/articles/a{n}/"),
            title: format!("Unlock bike {n}"),
            sections: vec![Section {
                anchor: "x".into(),
                heading: "How to unlock".into(),
                level: 2,
                text: format!("Scan the code of bike number {n} and wait for 自転車."),
            }],
            boost: 1.0,
            ..Document::default()
        })
        .collect();
    let options =
        IndexOptions { locale: "en".into(), synonyms: vec![vec!["bike".into(), "cycle".into()]] };
    let index = build_index(&documents, &options).expect("an index");
    let inflate = |bytes: &[u8]| {
        let mut inflated = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::DeflateDecoder::new(bytes), &mut inflated)
            .expect("deflated");
        inflated
    };
    let mut files: Vec<(bool, Vec<u8>)> =
        index.files.iter().map(|(name, bytes)| (*name != index.root, inflate(bytes))).collect();
    files.sort();
    files.into_iter().map(|(_, bytes)| bytes).collect()
}

/// Some bytes of a true file changed, taken away or put in.
fn damaged(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.next() as u8),
            2 if !bytes.is_empty() => {
                bytes.remove(at);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.choose(&[&0, &0xff, &0x80, &(random_byte(at))]).to_owned();
                }
            }
        }
    }
    bytes
}

fn random_byte(at: usize) -> u8 {
    (at % 251) as u8
}

#[test]
fn a_damaged_index_never_panics() {
    let files = index();
    fuzz(
        200_000,
        |random| {
            let which = random.below(files.len());
            let as_noise = random.below(3) == 0;
            let bytes = if as_noise {
                (0..random.below(300)).map(|_| random.next() as u8).collect()
            } else {
                damaged(random, &files[which])
            };
            (which, as_noise, bytes)
        },
        |(which, as_noise, bytes)| {
            fuzz_reader(bytes);
            // The others stay true, so that reading gets far.
            let root: &[u8] = if *which == 0 && !as_noise { bytes } else { &files[0] };
            let Ok(mut reader) = Reader::open(root) else { return };
            for _ in 0..6 {
                let kb_search::Step::Need(needs) =
                    reader.query("unlok \"the bike\" cycl", Default::default())
                else {
                    return;
                };
                for need in needs {
                    let _ = reader.supply(need, bytes.clone());
                    let true_file = &files[(need.number as usize + 1) % files.len()];
                    let _ = reader.supply(need, true_file.clone());
                }
            }
        },
    );
}

#[test]
fn an_uploaded_file_never_panics_and_its_name_is_safe() {
    const PIECES: [&str; 40] = [
        "bill",
        "con",
        "LPT1",
        "größe",
        "فاتورة",
        "日本",
        "𝔵",
        ".",
        "..",
        "/",
        "\\",
        "C:",
        " ",
        "\u{a0}",
        "\u{3000}",
        "\u{200b}",
        "\u{202e}",
        "\u{2066}",
        "\u{feff}",
        "\u{ad}",
        "\u{e0041}",
        "\0",
        "\r\n",
        "\"",
        "<b>",
        "|",
        "?",
        "*",
        "%2f",
        ".exe",
        ".php",
        ".svg",
        ".pdf",
        ".PNG",
        ".docx",
        ".jpeg",
        ".tar",
        "file",
        "nul.txt",
        "a.b.c",
    ];
    let samples = kb_tests::files::samples();
    let rules = FilesConfig::default();
    fuzz(
        300_000,
        |random| {
            let name = text_of(random, &PIECES, 12);
            let (sample, content, _) = &samples[random.below(samples.len())];
            let name = if random.below(3) == 0 { format!("{name}{sample}") } else { name };
            let content = match random.below(8) {
                0 => (0..random.below(300)).map(|_| random.next() as u8).collect(),
                1 => content.clone(),
                _ => damaged(random, content),
            };
            (name, content)
        },
        |(name, content)| {
            let Ok(found) = examine(name, content, &rules) else { return };
            let (stem, extension) = found.name.rsplit_once('.').expect("every name gets one");
            assert!(!stem.is_empty() && Kind::of_extension(extension).is_some(), "{}", found.name);
            assert!(found.name.chars().count() <= FILE_NAME_CHARS && found.name.len() < 256);
            let is_bad = |c: char| {
                c.is_control() || "/\\<>:\"|?*\u{200b}\u{202e}\u{2066}\u{feff}\u{ad}".contains(c)
            };
            assert!(!found.name.contains(is_bad), "{:?}", found.name);
            assert!(!found.name.starts_with(['.', ' ']), "{:?}", found.name);
            let pixels = found.pixels.map_or(0, |(w, h)| u64::from(w) * u64::from(h));
            assert!(pixels <= IMAGE_PIXELS);
            let again = examine(&found.name, content, &rules).map(|again| again.name);
            assert_eq!(again.as_deref(), Ok(found.name.as_str()), "cleaned once is clean");
        },
    );
}
