//! Measures search on a corpus: quality, bytes, round trips, size and time.
//!
//! ```text
//! cargo run --release -p kb-search --example evaluate -- LOCALE [--module BYTES] [--out DIR] [--json FILE] [--queries FILE] FILE.jsonl...
//! ```
//!
//! Every line of a file is a document: `url`, `title`, `description`,
//! `category`, `tags`, `keywords`, `sections` (`anchor`, `heading`, `level`,
//! `text`). Known-item queries of six kinds are drawn from the documents with a
//! fixed seed. `--module` is the gzip size of `search.wasm` and `search.js`,
//! added to the bytes of a first query. `--out` leaves the files of the index
//! in a folder, for the tests of `search.js`. `--json` leaves the figures in a
//! file, `--queries` the queries: `kind`, `query` and the `url` that answers it.
#![allow(clippy::disallowed_methods, reason = "a tool for developers, not a room")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;

use kb_search::{Document, IndexOptions, QueryOptions, Reader, SearchIndex, Section, Step};
use kb_search::{NativeIndex, build_index};

/// Queries of each kind.
const QUERIES: usize = 150;

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    let locale = arguments.next().expect("a locale is the first argument");
    let mut module = 0;
    let (mut out, mut json, mut asked) = (None, None, None);
    while let Some(option) = arguments.next_if(|argument| argument.starts_with("--")) {
        let value = arguments.next().expect("every option has a value");
        match option.as_str() {
            "--module" => module = value.parse().expect("a number of bytes"),
            "--out" => out = Some(value),
            "--json" => json = Some(value),
            "--queries" => asked = Some(value),
            _ => panic!("unknown option {option}"),
        }
    }
    let mut documents = Vec::new();
    for path in arguments {
        let text = std::fs::read_to_string(&path).expect("the corpus can be read");
        documents.extend(text.lines().map(document));
    }
    let characters: usize = documents
        .iter()
        .flat_map(|document| &document.sections)
        .map(|section| section.text.chars().count())
        .sum();
    let options = IndexOptions { locale, ..IndexOptions::default() };
    let before = cpu_seconds();
    let index = build_index(&documents, &options).expect("the corpus can be indexed");
    let cpu = cpu_seconds() - before;
    if let Some(out) = out {
        for (name, bytes) in &index.files {
            std::fs::write(std::path::Path::new(&out).join(name), bytes)
                .expect("the folder exists");
        }
    }
    report_size(&index, documents.len(), characters, cpu);
    let published: HashMap<&str, &[u8]> =
        index.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let mut native = NativeIndex::new(&documents, &options).expect("the corpus can be indexed");
    println!(
        "{:<12} {:>4} {:>6} {:>6} {:>6} {:>6} | {:>7} | {:>6} {:>6} | {:>6} {:>6} | {:>4} {:>4} | {:>7}",
        "kind",
        "n",
        "MRR@10",
        "S@1",
        "S@10",
        "zero",
        "tantivy",
        "cold",
        "+exc",
        "next",
        "+exc",
        "trip",
        "max",
        "ms p95"
    );
    let mut report = Vec::new();
    let mut questions = String::new();
    for (kind, queries) in known_items(&documents) {
        if queries.is_empty() {
            continue;
        }
        for (query, wanted) in &queries {
            let url = &documents[*wanted as usize].url;
            let line = serde_json::json!({"kind": kind, "query": query, "url": url});
            questions += &format!("{line}\n");
        }
        let mut figures = Figures::default();
        let mut session = Session::open(&index, &published);
        session.wanted.clear();
        for (query, wanted) in &queries {
            // Ten hits for quality, eight with excerpts for bytes.
            let answer = session.ask(query, QueryOptions { limit: 10, ..QueryOptions::default() });
            figures.rank(answer.iter().position(|hit| hit == wanted), answer.is_empty());
            figures.milliseconds.push(session.milliseconds);
            let found = native.search(query, 10).expect("the query can be answered");
            if let Some(rank) = found.iter().position(|hit| hit.document == *wanted) {
                figures.native += 1.0 / (rank + 1) as f64;
            }
            let mut fresh = Session::open(&index, &published);
            fresh.ask(query, lean());
            figures.lean.push(fresh.bytes());
            let mut fresh = Session::open(&index, &published);
            fresh.ask(query, QueryOptions::default());
            figures.full.push(fresh.bytes());
            figures.trips.push(fresh.trips);
        }
        let root = published[index.root.as_str()].len();
        report.push(figures.print(kind, queries.len(), module + root, root));
    }
    if let Some(path) = json {
        let bytes: usize = index.files.iter().map(|(_, bytes)| bytes.len()).sum();
        let report = serde_json::json!({
            "documents": documents.len(),
            "characters": characters,
            "cpu_seconds": cpu,
            "index_bytes": bytes,
            "kinds": report,
        });
        std::fs::write(path, report.to_string()).expect("the report can be written");
    }
    if let Some(path) = asked {
        std::fs::write(path, questions).expect("the queries can be written");
    }
}

fn lean() -> QueryOptions {
    QueryOptions { excerpts: false, ..QueryOptions::default() }
}

#[derive(Default)]
struct Figures {
    reciprocal: f64,
    native: f64,
    first: usize,
    ten: usize,
    zero: usize,
    milliseconds: Vec<f64>,
    lean: Vec<usize>,
    full: Vec<usize>,
    trips: Vec<usize>,
}

impl Figures {
    fn rank(&mut self, rank: Option<usize>, is_empty: bool) {
        self.zero += usize::from(is_empty);
        if let Some(rank) = rank {
            self.reciprocal += 1.0 / (rank + 1) as f64;
            self.first += usize::from(rank == 0);
            self.ten += 1;
        }
    }

    /// Prints the figures of a kind, and gives them back.
    fn print(mut self, kind: &str, count: usize, cold: usize, root: usize) -> serde_json::Value {
        let n = count as f64;
        self.milliseconds.sort_by(f64::total_cmp);
        let mean = |bytes: &[usize]| bytes.iter().sum::<usize>() as f64 / bytes.len() as f64;
        let kilobytes = |bytes: f64| format!("{:.1}", bytes / 1024.0);
        let slow = (self.milliseconds.len() * 95 / 100).min(self.milliseconds.len() - 1);
        println!(
            "{kind:<12} {count:>4} {:>6.3} {:>6.3} {:>6.3} {:>6.3} | {:>7.3} | {:>6} {:>6} | {:>6} {:>6} | {:>4.2} {:>4} | {:>7.2}",
            self.reciprocal / n,
            self.first as f64 / n,
            self.ten as f64 / n,
            self.zero as f64 / n,
            self.native / n,
            kilobytes(mean(&self.lean) - root as f64 + cold as f64),
            kilobytes(mean(&self.full) - root as f64 + cold as f64),
            kilobytes(mean(&self.lean) - root as f64),
            kilobytes(mean(&self.full) - root as f64),
            mean(&self.trips),
            self.trips.iter().max().copied().unwrap_or(0),
            self.milliseconds[slow],
        );
        serde_json::json!({
            "kind": kind,
            "queries": count,
            "mrr": self.reciprocal / n,
            "cold_bytes": mean(&self.lean) - root as f64 + cold as f64,
            "cold_bytes_with_excerpts": mean(&self.full) - root as f64 + cold as f64,
            "next_bytes": mean(&self.lean) - root as f64,
            "next_bytes_with_excerpts": mean(&self.full) - root as f64,
            "trips": mean(&self.trips),
            "milliseconds_p95": self.milliseconds[slow],
        })
    }
}

/// A visitor with an empty cache.
struct Session<'a> {
    reader: Reader,
    published: &'a HashMap<&'a str, &'a [u8]>,
    wanted: BTreeMap<String, usize>,
    trips: usize,
    milliseconds: f64,
}

impl<'a> Session<'a> {
    fn open(index: &SearchIndex, published: &'a HashMap<&'a str, &'a [u8]>) -> Session<'a> {
        let root = published[index.root.as_str()];
        let reader = Reader::open(&inflate(root)).expect("the index was just written");
        let wanted = BTreeMap::from([(index.root.clone(), root.len())]);
        Session { reader, published, wanted, trips: 1, milliseconds: 0.0 }
    }

    fn ask(&mut self, query: &str, options: QueryOptions) -> Vec<u32> {
        loop {
            let started = std::time::Instant::now();
            let step = self.reader.query(query, options);
            self.milliseconds = started.elapsed().as_secs_f64() * 1e3;
            match step {
                Step::Answer(answer) => {
                    return answer.hits.iter().map(|hit| hit.document).collect();
                }
                Step::Need(files) => {
                    self.trips += 1;
                    for file in files {
                        let name = self.reader.file_name(file);
                        let data = self.published[name.as_str()];
                        self.wanted.insert(name, data.len());
                        self.reader.supply(file, inflate(data)).expect("the file was just written");
                    }
                }
            }
        }
    }

    fn bytes(&self) -> usize {
        self.wanted.values().sum()
    }
}

fn report_size(index: &SearchIndex, documents: usize, characters: usize, cpu: f64) {
    println!("{documents} documents, {characters} characters, {cpu:.2} CPU s");
    for kind in ["root", "t", "d", "p", "l"] {
        let mut sizes: Vec<usize> = index
            .files
            .iter()
            .filter(|(name, _)| name.trim_end_matches(|c| c != '.').starts_with(kind))
            .filter(|(name, _)| {
                kind == "root" || name[1..].starts_with(|c: char| c.is_ascii_digit())
            })
            .map(|(_, bytes)| bytes.len())
            .collect();
        sizes.sort_unstable();
        let total: usize = sizes.iter().sum();
        println!(
            "  {kind:<4} {:>6} files {:>9} bytes, median {:>6}, largest {:>6}",
            sizes.len(),
            total,
            sizes.get(sizes.len() / 2).unwrap_or(&0),
            sizes.last().unwrap_or(&0)
        );
    }
    let total: usize = index.files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("  all  {:>6} files {total:>9} bytes", index.files.len());
}

fn inflate(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::DeflateDecoder::new(data)
        .read_to_end(&mut out)
        .expect("the file was just written");
    out
}

/// Processor time of this process so far, user and system.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks =
        |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn document(line: &str) -> Document {
    let value: serde_json::Value = serde_json::from_str(line).expect("every line is a document");
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or("").to_owned();
    let list = |key: &str| {
        value[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect()
    };
    let sections = value["sections"].as_array().into_iter().flatten();
    Document {
        url: text(&value, "url"),
        page: String::new(),
        title: text(&value, "title"),
        description: text(&value, "description"),
        category: text(&value, "category"),
        tags: list("tags"),
        keywords: list("keywords"),
        sections: sections
            .map(|section| Section {
                anchor: text(section, "anchor"),
                heading: text(section, "heading"),
                level: section["level"].as_u64().unwrap_or(0) as u8,
                text: text(section, "text"),
            })
            .collect(),
        boost: 1.0,
    }
}

/// A small generator of numbers that look random: Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ bits >> 31) % below.max(1) as u64) as usize
    }

    fn draw<T: Clone>(&mut self, mut from: Vec<T>) -> Vec<T> {
        let mut drawn = Vec::new();
        while !from.is_empty() && drawn.len() < QUERIES {
            let at = self.next(from.len());
            drawn.push(from.swap_remove(at));
        }
        drawn
    }
}

type Queries = Vec<(String, u32)>;

/// Queries whose answer is known, by kind.
fn known_items(documents: &[Document]) -> Vec<(&'static str, Queries)> {
    let mut random = Random(42);
    let numbered =
        || documents.iter().enumerate().map(|(number, document)| (number as u32, document));
    let unique = |texts: Vec<(String, u32)>| -> Queries {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (text, _) in &texts {
            *counts.entry(text.to_lowercase()).or_default() += 1;
        }
        texts.into_iter().filter(|(text, _)| counts[&text.to_lowercase()] == 1).collect()
    };
    let titles = unique(
        numbered().map(|(n, d)| (d.title.clone(), n)).filter(|(t, _)| !t.is_empty()).collect(),
    );
    let headings = unique(
        numbered()
            .flat_map(|(n, d)| d.sections.iter().map(move |section| (section.heading.clone(), n)))
            .filter(|(heading, _)| heading.chars().count() > 5)
            .collect(),
    );
    // Wording of the description: its longest words, without those of the title.
    let descriptions: Queries = numbered()
        .filter_map(|(n, d)| {
            let title: HashSet<String> =
                d.title.to_lowercase().split_whitespace().map(str::to_owned).collect();
            let words: Vec<&str> = d.description.split(|c: char| !c.is_alphanumeric()).collect();
            let mut telling: Vec<&str> = words
                .iter()
                .filter(|w| w.len() > 3 && !title.contains(&w.to_lowercase()))
                .copied()
                .collect();
            telling.sort_by_key(|word| std::cmp::Reverse(word.len()));
            telling.truncate(4);
            let kept: BTreeSet<&str> = telling.into_iter().collect();
            let query: Vec<&str> = words.into_iter().filter(|word| kept.contains(word)).collect();
            (query.len() >= 3).then(|| (query.join(" "), n))
        })
        .collect();
    let worded: Queries = titles
        .iter()
        .filter(|(title, _)| title.split_whitespace().any(|word| word.chars().count() >= 5))
        .filter(|(title, _)| title.is_ascii() || title.chars().all(|c| (c as u32) < 0x700))
        .cloned()
        .collect();
    let mut change =
        |queries: &Queries, edit: &mut dyn FnMut(&str, &mut Random) -> Option<String>| {
            let drawn = random.draw(queries.clone());
            drawn
                .into_iter()
                .filter_map(|(text, n)| edit(&text, &mut random).map(|text| (text, n)))
                .collect()
        };
    let mut same = |text: &str, _: &mut Random| Some(text.to_owned());
    vec![
        ("title", change(&titles, &mut same)),
        ("heading", change(&headings, &mut same)),
        ("description", change(&descriptions, &mut same)),
        ("typo", change(&worded, &mut typo)),
        ("inflected", change(&worded, &mut inflected)),
        ("cut", change(&titles, &mut cut)),
    ]
}

/// The text with one random typo in one of its longer words.
fn typo(text: &str, random: &mut Random) -> Option<String> {
    change_word(text, random, 5, |word, random| {
        let mut letters: Vec<char> = word.chars().collect();
        let at = 1 + random.next(letters.len() - 2);
        let other = letters[random.next(letters.len())];
        match random.next(4) {
            0 => letters.swap(at, at + 1),
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, other),
            _ => letters[at] = if other == letters[at] { 'x' } else { other },
        }
        letters.into_iter().collect()
    })
}

/// The text with another ending on one of its words, in the manner of English.
fn inflected(text: &str, random: &mut Random) -> Option<String> {
    change_word(text, random, 5, |word, _| {
        if let Some(stem) = word.strip_suffix("ing") {
            format!("{stem}ed")
        } else if let Some(stem) = word.strip_suffix("ed") {
            format!("{stem}ing")
        } else if let Some(stem) = word.strip_suffix("ies") {
            format!("{stem}y")
        } else if let Some(stem) = word.strip_suffix('s').filter(|stem| !stem.ends_with('s')) {
            stem.to_owned()
        } else if let Some(stem) = word.strip_suffix('y') {
            format!("{stem}ies")
        } else if word.ends_with(['s', 'x']) {
            format!("{word}es")
        } else {
            format!("{word}s")
        }
    })
}

fn change_word(
    text: &str,
    random: &mut Random,
    least: usize,
    edit: impl FnOnce(&str, &mut Random) -> String,
) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|&at| {
            words[at].chars().count() >= least && words[at].chars().all(char::is_alphabetic)
        })
        .collect();
    let at = *long.get(random.next(long.len()))?;
    let edited = edit(words[at], random);
    let changed: Vec<&str> = words
        .iter()
        .enumerate()
        .map(|(n, word)| if n == at { edited.as_str() } else { word })
        .collect();
    Some(changed.join(" "))
}

/// The text with its last word cut, as while typing.
fn cut(text: &str, random: &mut Random) -> Option<String> {
    let start = text.rfind(' ').map_or(0, |at| at + 1);
    let letters: Vec<char> = text[start..].chars().collect();
    if letters.len() < 4 {
        return None;
    }
    let kept = 3.max(letters.len() - 1 - random.next(letters.len() / 2));
    Some(text[..start].to_owned() + &letters[..kept].iter().collect::<String>())
}
