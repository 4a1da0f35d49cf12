//! Answers queries from published files, without any I/O.
//!
//! [`Reader::query`] either names the files it lacks or answers. The caller
//! fetches them, hands each to [`Reader::supply`] and asks again; an ordinary
//! query needs two rounds beside the root: terms, then documents and passages
//! together. Everything is recomputed on every call, which takes less than a
//! millisecond and leaves no half-finished query behind when a visitor goes on
//! typing.

mod excerpt;
mod query;
mod score;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::format::{FileId, FileKind, FormatError, Root, TermsFile, read_document};
use excerpt::Markers;
use query::parse;

/// How a query is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryOptions {
    /// Most hits to give.
    pub limit: usize,
    /// Whether the last word may be the beginning of one, as while typing.
    pub prefix: bool,
    /// Whether hits get a section and an excerpt, which costs passage files.
    pub excerpts: bool,
    /// Whether the text is a message to somebody, in which case only documents
    /// that are about much of it count, and no typo is looked up.
    pub is_message: bool,
}

impl Default for QueryOptions {
    fn default() -> QueryOptions {
        QueryOptions { limit: 8, prefix: true, excerpts: true, is_message: false }
    }
}

/// What a query leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// These files must be supplied first.
    Need(Vec<FileId>),
    /// The answer.
    Answer(Answer),
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Documents found, of which only the best are given.
    pub total: u32,
    /// The query that was answered, if words were taken for typos.
    pub corrected: Option<String>,
    /// Best first.
    pub hits: Vec<Hit>,
}

/// A document found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Position in the documents that were indexed.
    pub document: u32,
    /// Higher is better; compares only within one answer.
    pub score: f32,
    /// Path from the site root.
    pub url: String,
    /// What programs call the page.
    pub page: String,
    /// Title of the document.
    pub title: String,
    /// Breadcrumb text.
    pub category: String,
    /// The section that answers best; `None` is the document as a whole.
    pub section: Option<HitSection>,
    /// The title with the words that were found marked.
    pub title_parts: Vec<Marked>,
    /// Some text with the words that were found marked.
    pub excerpt: Vec<Marked>,
}

/// A section of a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitSection {
    /// Fragment that leads to it.
    pub anchor: String,
    /// Text of its heading.
    pub heading: String,
}

/// A stretch of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Plain text, to be escaped wherever it goes into HTML.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub is_marked: bool,
}

/// Reads one index.
pub struct Reader {
    root: Root,
    terms: Vec<Option<TermsFile>>,
    lexicon: Vec<Option<Vec<u8>>>,
    documents: Shelf,
    passages: Shelf,
}

/// Files kept by number.
#[derive(Default)]
struct Shelf(Vec<(u32, Vec<u8>)>);

/// How much a title that is the query itself adds to the score, as a factor.
const LIKE_TITLE: f32 = 2.0;

/// The same for a heading in the passage at hand.
const LIKE_HEADING: f32 = 2.0;

/// Passage files kept; a visitor who searches for hours must not fill memory.
const KEPT_FILES: usize = 512;

impl Shelf {
    fn get(&self, number: u32) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| *known == number).map(|(_, data)| data.as_slice())
    }

    fn put(&mut self, number: u32, data: Vec<u8>) {
        if self.get(number).is_none() {
            self.0.push((number, data));
        }
    }

    /// Forgets everything when there is too much; only between queries.
    fn tidy(&mut self) {
        if self.0.len() > KEPT_FILES {
            self.0.clear();
        }
    }
}

impl Reader {
    /// Opens an index by its root, inflated.
    ///
    /// # Errors
    ///
    /// [`FormatError`] if the bytes are not a root that this reader knows.
    pub fn open(root: &[u8]) -> Result<Reader, FormatError> {
        let root = Root::read(root)?;
        Ok(Reader {
            terms: root.first_words.iter().map(|_| None).collect(),
            lexicon: root.lexicon_words.iter().map(|_| None).collect(),
            documents: Shelf::default(),
            passages: Shelf::default(),
            root,
        })
    }

    /// Name of a file below the folder of the index.
    pub fn file_name(&self, file: FileId) -> String {
        file.name(self.root.generation)
    }

    /// Takes the inflated content of a file that was asked for.
    ///
    /// # Errors
    ///
    /// [`FormatError::Damaged`] if the bytes are not such a file.
    pub fn supply(&mut self, file: FileId, data: Vec<u8>) -> Result<(), FormatError> {
        let number = file.number as usize;
        match file.kind {
            FileKind::Terms => {
                let slot = self.terms.get_mut(number).ok_or(FormatError::Damaged)?;
                *slot = Some(TermsFile::read(data, &self.root.passages)?);
            }
            FileKind::Lexicon => {
                *self.lexicon.get_mut(number).ok_or(FormatError::Damaged)? = Some(data);
            }
            FileKind::Documents => self.documents.put(file.number, data),
            FileKind::Passages => self.passages.put(file.number, data),
        }
        Ok(())
    }

    /// Answers a query, or says what is missing for the answer.
    pub fn query(&mut self, text: &str, options: QueryOptions) -> Step {
        let words = match options.is_message {
            true => self.telling_words(text),
            false => parse(text, options.prefix),
        };
        let mut needs = Vec::new();
        let resolved = self.resolve_all(&words, &mut needs);
        if options.is_message {
            needs.retain(|need| need.kind != FileKind::Lexicon);
        }
        if !needs.is_empty() {
            return Step::Need(needs);
        }
        let has_phrase = words.iter().any(|word| word.phrase.is_some());
        // Whether a phrase stands somewhere, only the text can say.
        let pool = if has_phrase { options.limit.saturating_mul(2) } else { options.limit };
        let mut ranking = self.rank(&words, &resolved, pool);
        if options.is_message {
            ranking.keep_what_answers(words.len());
        }
        for ranked in &ranking.documents {
            let file = FileId::documents_of(ranked.document);
            if self.documents.get(file.number).is_none() && !needs.contains(&file) {
                needs.push(file);
            }
            let file = FileId::passages(ranked.passage);
            let wanted = options.excerpts || has_phrase;
            if wanted && self.passages.get(file.number).is_none() && !needs.contains(&file) {
                needs.push(file);
            }
        }
        if !needs.is_empty() {
            return Step::Need(needs);
        }
        let markers = Markers::new(&words, &resolved, &self.root.synonyms);
        let mut hits: Vec<Hit> = Vec::new();
        let mut without_phrase: Vec<Hit> = Vec::new();
        for ranked in &ranking.documents {
            let file = FileId::documents_of(ranked.document);
            let Some(Ok([url, title, category, page])) =
                self.documents.get(file.number).map(|data| read_document(data, ranked.document))
            else {
                continue;
            };
            let mut hit = Hit {
                document: ranked.document,
                score: ranked.score,
                url: url.to_string(),
                page: page.to_string(),
                title: title.to_string(),
                category: category.to_string(),
                title_parts: markers.mark(title),
                ..Hit::default()
            };
            let likeness = markers.likeness(title);
            let mut has_phrases = markers.has_phrases(title);
            if let Some(data) = self.passages.get(ranked.passage) {
                has_phrases |= markers.excerpt(data, &mut hit);
            }
            hit.score *= 1.0 + LIKE_TITLE * likeness * likeness;
            if has_phrase && !has_phrases { &mut without_phrase } else { &mut hits }.push(hit);
        }
        by_score(&mut hits);
        by_score(&mut without_phrase);
        hits.append(&mut without_phrase);
        hits.truncate(options.limit);
        self.documents.tidy();
        self.passages.tidy();
        Step::Answer(Answer {
            total: ranking.total.max(hits.len() as u32),
            corrected: query::corrected(text, &words, &resolved),
            hits,
        })
    }
}

/// Sorts few hits by score, best first; equal ones keep their order.
fn by_score(hits: &mut [Hit]) {
    for end in 1..hits.len() {
        let at = hits[..end].partition_point(|better| better.score >= hits[end].score);
        hits[at..=end].rotate_right(1);
    }
}
