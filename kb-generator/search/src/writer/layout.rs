//! How the text of all documents is cut into passage files.

use crate::analyzer::clean;
use crate::format::{PassageSection, write_part, write_section};
use crate::{Document, Section};

/// A passage file is closed when it would grow beyond this many bytes of text.
///
/// A hit costs one such file. Smaller ones compress worse and are more files;
/// at this size they are about 1.6 KB deflated.
const PASSAGE_BYTES: usize = 5_000;

/// The text of a document, ready to be indexed.
#[derive(Debug, Default)]
pub(super) struct CleanDocument {
    pub(super) url: String,
    pub(super) page: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) category: String,
    pub(super) labels: String,
    pub(super) keywords: String,
    pub(super) boost: f32,
    /// Sections in reading order, long ones cut into several with one anchor.
    pub(super) pieces: Vec<Piece>,
}

/// A section or a part of one, small enough for one passage file.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) anchor: String,
    pub(super) heading: String,
    pub(super) text: String,
    /// Whether an earlier piece has the heading already.
    pub(super) is_continued: bool,
    /// Which of the document's own passage files holds it.
    pub(super) passage: u32,
}

impl CleanDocument {
    /// Cleans every text of `document` and cuts its sections.
    pub(super) fn new(document: &Document) -> CleanDocument {
        let mut pieces = Vec::new();
        for section in &document.sections {
            cut_section(section, &mut pieces);
        }
        CleanDocument {
            url: clean(&document.url),
            page: clean(&document.page),
            title: clean(&document.title),
            description: clean(&document.description),
            category: clean(&document.category),
            labels: clean(&document.tags.join(", ")),
            keywords: clean(&document.keywords.join(", ")),
            boost: document.boost,
            pieces,
        }
    }

    /// The description, unless the text begins with it.
    fn lead(&self) -> &str {
        match self.pieces.first() {
            Some(first) if first.text.starts_with(self.description.trim_end_matches('…')) => "",
            _ => &self.description,
        }
    }
}

/// The passage files.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Contents, before compression.
    pub(super) files: Vec<String>,
    /// Per document its first file and how many are its own; see the root.
    pub(super) passages: Vec<(u32, u32)>,
}

/// Puts every piece of every document into a passage file.
pub(super) fn lay_out(documents: &mut [CleanDocument]) -> Layout {
    let mut layout = Layout::default();
    for (number, document) in documents.iter_mut().enumerate() {
        let lead = document.lead().to_owned();
        let size: usize = lead.len() + document.pieces.iter().map(Piece::size).sum::<usize>();
        let shares = layout.files.last().is_some_and(|file| file.len() + size + 8 <= PASSAGE_BYTES);
        if !shares {
            layout.files.push(String::new());
        }
        let first = layout.files.len() as u32 - 1;
        let mut file = layout.files.pop().unwrap_or_default();
        write_part(number as u32, &mut file);
        if !lead.is_empty() {
            write_section(PassageSection { anchor: "", heading: "", text: &lead }, &mut file);
        }
        for piece in &mut document.pieces {
            // Of documents that share a file the whole text stands in it.
            if !shares && !file.is_empty() && file.len() + piece.size() > PASSAGE_BYTES {
                layout.files.push(core::mem::take(&mut file));
                write_part(number as u32, &mut file);
            }
            piece.passage = layout.files.len() as u32 - first;
            write_section(piece.section(), &mut file);
        }
        layout.files.push(file);
        let own = if shares { 0 } else { layout.files.len() as u32 - first };
        layout.passages.push((first, own));
    }
    layout
}

impl Piece {
    fn size(&self) -> usize {
        self.anchor.len() + self.heading.len() + self.text.len() + 3
    }

    fn section(&self) -> PassageSection<'_> {
        PassageSection { anchor: &self.anchor, heading: &self.heading, text: &self.text }
    }
}

fn cut_section(section: &Section, pieces: &mut Vec<Piece>) {
    let anchor = clean(&section.anchor);
    let heading = clean(&section.heading);
    let text = clean(&section.text);
    let mut rest = text.as_str();
    let mut is_continued = false;
    loop {
        let (head, tail) = rest.split_at(cut(rest));
        pieces.push(Piece {
            anchor: anchor.clone(),
            heading: heading.clone(),
            text: head.trim_end().to_owned(),
            is_continued,
            passage: 0,
        });
        rest = tail.trim_start();
        is_continued = true;
        if rest.is_empty() {
            return;
        }
    }
}

/// Where to cut a text so that the first part fits a passage file: behind a
/// sentence, else between words, else anywhere.
fn cut(text: &str) -> usize {
    let most = PASSAGE_BYTES * 4 / 5;
    if text.len() <= most {
        return text.len();
    }
    let window = &text[..text.floor_char_boundary(most)];
    let half = window.len() / 2;
    let sentence = [". ", "? ", "! ", "。", "؟ "]
        .into_iter()
        .filter_map(|end| window.rfind(end).map(|at| at + end.len()))
        .max();
    sentence
        .filter(|&at| at > half)
        .or_else(|| window.rfind(' ').map(|at| at + 1).filter(|&at| at > half))
        .unwrap_or(window.len())
}
