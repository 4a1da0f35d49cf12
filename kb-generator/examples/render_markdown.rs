//! Renders every Markdown file below a folder and prints pages per CPU second.
//!
//! ```text
//! cargo run --release -p kb-generator --example render_markdown -- FOLDER [--problems] [--html FILE]
//! ```

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use kb_generator::content::markdown::{
    Context, Highlighter, MarkdownOptions, MarkdownSource, render,
};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the first argument is a folder");
    let flags: Vec<String> = arguments.collect();
    let mut files = Vec::new();
    find_articles(Path::new(&folder), &mut files);
    let texts: Vec<(PathBuf, String)> = files
        .into_iter()
        .filter_map(|path| fs::read_to_string(&path).ok().map(|text| (path, text)))
        .collect();

    let options = MarkdownOptions::default();
    let highlighter = Highlighter::new();
    let context = Context {
        options: &options,
        text: &|id, _| id.to_owned(),
        image: &|_| None,
        highlighter: &highlighter,
        title: Some("Title"),
    };
    let mut codes = BTreeMap::<&str, usize>::new();
    let mut html_bytes = 0;
    let mut slowest = (0.0, PathBuf::new());
    let start = Instant::now();
    for (path, text) in &texts {
        let page = Instant::now();
        let (text, first_line) = without_front_matter(text);
        let rendered = render(&MarkdownSource { text, first_line }, &context);
        html_bytes += {
            let mut html = String::new();
            rendered.html.write(&mut html, &mut |_| "".into());
            html.len()
        };
        for problem in &rendered.problems {
            *codes.entry(problem.code).or_default() += 1;
            if flags.iter().any(|flag| flag == "--problems") {
                let (line, column) = (problem.line, problem.column);
                let (code, message) = (problem.code, &problem.message);
                println!("{}:{line}:{column}: {code}: {message}", path.display());
            }
        }
        if flags.iter().any(|flag| flag == "--html") {
            let mut html = String::new();
            rendered.html.write(&mut html, &mut |reference| reference.target.clone().into());
            println!("{html}");
        }
        let seconds = page.elapsed().as_secs_f64();
        if seconds > slowest.0 {
            slowest = (seconds, path.clone());
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    eprintln!("{} pages, {bytes} bytes of Markdown, {html_bytes} bytes of HTML", texts.len());
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let (pages, six_kilobytes) = (texts.len() as f64 / seconds, bytes as f64 / 6144.0 / seconds);
    eprintln!("{seconds:.3} s: {pages:.0} pages per second, {six_kilobytes:.0} of 6 KiB");
    eprintln!("slowest: {:.1} ms {}", slowest.0 * 1000.0, slowest.1.display());
    eprintln!("problems: {codes:?}");
}

fn find_articles(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find_articles(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn without_front_matter(text: &str) -> (&str, usize) {
    let body = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(text, |(_, body)| body);
    let lines = text[..text.len() - body.len()].matches('\n').count();
    (body, lines + 1)
}
