//! The work that generators are measured on: real articles, multiplied.
//!
//! Every article of the sources stands in every locale's folder. What one
//! generator would take for an error is taken out first, so that all of them
//! do the same: foreign shortcodes, links to files that are not there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::corpora;
use crate::places::Places;

/// Corpora whose English articles are multiplied, with the folder of each.
const SOURCES: [(&str, &str); 2] = [("otel-docs", "content/en/docs"), ("adobe-kb-en", "help")];
/// Articles of one category.
const CATEGORY_SIZE: usize = 25;
/// Tags that articles share.
const TAGS: usize = 20;

/// One real article.
struct Text {
    title: String,
    description: String,
    body: String,
}

/// The articles that work is made from, smallest first.
pub(crate) struct Sources {
    texts: Vec<Text>,
}

/// A tree of articles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape<'a> {
    /// Articles in each locale.
    pub(crate) articles: usize,
    /// Locales with a copy of every article, the default first.
    pub(crate) locales: &'a [&'a str],
}

impl Shape<'_> {
    /// Pages of articles in all locales.
    pub(crate) fn pages(&self) -> usize {
        self.articles * self.locales.len()
    }
}

impl Sources {
    /// Unpacks and reads the corpora.
    pub(crate) fn open(places: &Places) -> Result<Self> {
        let Some(archives) = corpora::archives() else {
            bail!(
                "the work is made from real articles: set {} to a folder with {}",
                corpora::CORPORA_VARIABLE,
                SOURCES.map(|(name, _)| format!("{name}.tar.zst")).join(" and ")
            );
        };
        let mut texts = Vec::new();
        for (name, folder) in SOURCES {
            let unpacked = places.product("bench-work").join(name);
            corpora::unpack(&archives, name, &unpacked)?;
            for file in markdown_files(&unpacked.join(folder))? {
                let text = fs::read_to_string(&file)
                    .with_context(|| format!("cannot read `{}`", file.display()))?;
                texts.extend(parse(&text));
            }
        }
        texts.sort_by(|a, b| a.body.len().cmp(&b.body.len()).then_with(|| a.body.cmp(&b.body)));
        Ok(Self { texts })
    }

    /// Writes a tree below `folder/content/LOCALE/`.
    pub(crate) fn write(&self, folder: &Path, shape: Shape<'_>) -> Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot remove `{}`", folder.display()))?;
        }
        for locale in shape.locales {
            let root = folder.join("content").join(locale);
            write(&root.join("_index.md"), "---\ntitle: \"Help\"\n---\n")?;
            for number in 0..shape.articles {
                let category = number / CATEGORY_SIZE;
                let place = root.join(format!("category-{category:03}"));
                if number % CATEGORY_SIZE == 0 {
                    let front = format!(
                        "---\ntitle: \"Category {category}\"\ndescription: \"All about {category}.\"\nweight: {}\n---\n",
                        category + 1
                    );
                    write(&place.join("_index.md"), &front)?;
                }
                write(&place.join(format!("article-{number:05}.md")), &self.article(number))?;
            }
        }
        Ok(())
    }

    /// One article. Lengths are mixed alike in small and in large trees; from
    /// the second use of a text on, its code differs too, so that no cache
    /// gains from the multiplying.
    fn article(&self, number: usize) -> String {
        let count = self.texts.len();
        // Steps near the golden section visit all lengths evenly.
        let step = (1..count).rev().find(|step| is_even_step(*step, count)).unwrap_or(1);
        let text = &self.texts[number * step % count];
        let variant = number / count;
        let (title, body) = match variant {
            0 => (text.title.clone(), text.body.clone()),
            _ => (format!("{} {variant}", text.title), vary_code(&text.body, variant)),
        };
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        format!(
            "---\ntitle: {}\ndescription: {}\nweight: {}\ndate: 2026-01-{:02}\ntags: [\"tag {}\", \"tag {}\"]\n---\n\n{body}",
            quoted(&title),
            quoted(&text.description),
            number + 1,
            number % 28 + 1,
            number % TAGS,
            number / 7 % TAGS,
        )
    }
}

fn is_even_step(step: usize, count: usize) -> bool {
    fn divisor(a: usize, b: usize) -> usize {
        if b == 0 { a } else { divisor(b, a % b) }
    }
    step * 1000 <= count * 618 && divisor(step, count) == 1
}

fn write(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
    }
    fs::write(file, text).with_context(|| format!("cannot write `{}`", file.display()))
}

fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(markdown_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The article in a file; `None` where it has no text to speak of.
fn parse(text: &str) -> Option<Text> {
    let rest = text.strip_prefix("---\n")?;
    let (front, body) = rest.split_once("\n---\n")?;
    let value = |key: &str| {
        let line = front.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
        let value = line.trim().trim_matches(['"', '\'']);
        (!value.is_empty() && !value.starts_with(['>', '|'])).then(|| value.to_owned())
    };
    let body = without_foreign_marks(body);
    (body.len() > 200).then_some(Text {
        title: value("title")?,
        description: value("description").unwrap_or_default(),
        body,
    })
}

/// Takes shortcodes out, and makes relative links absolute.
fn without_foreign_marks(body: &str) -> String {
    let mut kept = String::new();
    let mut rest = body;
    while let Some(at) = rest.find("{{") {
        let (before, mark) = rest.split_at(at);
        kept.push_str(before);
        let end = match mark.as_bytes().get(2) {
            Some(b'<') => mark.find(">}}"),
            Some(b'%') => mark.find("%}}"),
            _ => None,
        };
        // Other braces are text, but templates may stumble over them.
        rest = &mark[end.map_or(2, |end| end + 3)..];
    }
    kept.push_str(rest);
    absolute_links(&absolute_links(&kept, "]("), "]: ")
}

/// Makes the targets after a mark absolute.
fn absolute_links(body: &str, mark: &str) -> String {
    let mut linked = String::new();
    let mut rest = body;
    while let Some(at) = rest.find(mark) {
        let (before, target) = rest.split_at(at + mark.len());
        linked.push_str(before);
        let is_link = mark == "](" || target.starts_with(['.', '/', '#']);
        if is_link && !target.starts_with("http") && !target.starts_with("mailto") {
            linked.push_str("https://docs.example/");
        }
        rest = target;
    }
    linked + rest
}

/// Adds a line of its own to every block of code.
fn vary_code(body: &str, variant: usize) -> String {
    let mut varied = String::new();
    let mut is_code = false;
    for line in body.lines() {
        let text = line.trim_start();
        if text.starts_with("```") {
            is_code = !is_code;
            varied.push_str(line);
            if is_code {
                let indent = &line[..line.len() - text.len()];
                varied.push_str(&format!("\n{indent}variant{variant}"));
            }
        } else {
            varied.push_str(line);
        }
        varied.push('\n');
    }
    varied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_marks_are_taken_out() {
        let body = "a {{< tab >}}b{{% /tab %}} c {{ d }} [e](../f.md) [g](https://h.example)";
        assert_eq!(
            without_foreign_marks(body),
            "a b c  d }} [e](https://docs.example/../f.md) [g](https://h.example)"
        );
    }

    #[test]
    fn code_differs_between_copies() {
        assert_eq!(
            vary_code("a\n  ```rs\n  x\n  ```\nb", 2),
            "a\n  ```rs\n  variant2\n  x\n  ```\nb\n"
        );
    }

    #[test]
    fn steps_visit_every_text() {
        let count = 652;
        let step = (1..count).rev().find(|step| is_even_step(*step, count)).unwrap();
        let mut seen: Vec<usize> = (0..count).map(|number| number * step % count).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..count).collect::<Vec<_>>());
    }
}
