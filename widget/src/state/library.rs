//! What the widget knows of a help site: where the visitor is in it, what was
//! loaded, what was looked for.

use kb_protocol::id::ConversationId;

/// What the first screen shows of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Name of the site.
    pub name: String,
    /// Address of its home page.
    pub url: String,
    /// Categories at the top.
    pub categories: Vec<Entry>,
    /// A handful of articles.
    pub articles: Vec<Entry>,
    /// Published forms.
    pub forms: Vec<Entry>,
    /// Where the search is, if there is one.
    pub search: Option<SearchFiles>,
}

/// What the site's search is opened with; addresses as in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFiles {
    /// The driver, a module.
    pub script: String,
    /// The reader.
    pub wasm: String,
    /// Folder of the index.
    pub base: String,
    /// File name of the index' root.
    pub root: String,
    /// Whose searches are counted; nothing for nobody's.
    pub records: String,
}

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Name of the page's document; empty where only the page itself can be
    /// opened.
    pub page: String,
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Address of the page itself.
    pub url: String,
    /// Locale of the words, where it is another.
    pub locale: Option<String>,
    /// Of a category: articles in it and below it.
    pub count: Option<u32>,
}

/// An article, or a category with what stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Address of the page itself.
    pub url: String,
    /// Locale of the words.
    pub locale: Option<String>,
    /// Of an article: changes with its text.
    pub revision: Option<String>,
    /// The text; may be empty.
    pub html: String,
    /// Addresses in it that lead to pages of the site, and their names.
    pub links: Vec<(String, String)>,
    /// Categories in it.
    pub categories: Vec<Entry>,
    /// Articles in it.
    pub articles: Vec<Entry>,
}

impl Document {
    /// The place in the site that an address in the text leads to.
    pub fn linked(&self, address: &str) -> Option<Spot> {
        let (url, anchor) = address.split_once('#').unwrap_or((address, ""));
        let (_, page) = self.links.iter().find(|(known, _)| known == url)?;
        Some(Spot { page: page.clone(), anchor: anchor.to_owned() })
    }
}

/// What a search led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many pages there are; the best are given.
    pub total: u32,
    /// The query that was answered, if words were taken for typos.
    pub corrected: Option<String>,
    /// Best first.
    pub hits: Vec<Hit>,
}

/// A page that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// As of an [`Entry`].
    pub page: String,
    /// Path from the root of the site, not encoded.
    pub url: String,
    /// The section that answers best; empty for the whole page.
    pub anchor: String,
    /// Parts of the title, and whether each was looked for.
    pub title: Vec<(String, bool)>,
    /// Where it stands.
    pub category: String,
    /// Some text, as the title.
    pub excerpt: Vec<(String, bool)>,
}

/// A place in the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Name of the page's document.
    pub page: String,
    /// Id of the section that is meant; empty for the beginning.
    pub anchor: String,
}

/// What became of something that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Asked<T> {
    /// It comes.
    #[default]
    Waiting,
    /// It came.
    Here(T),
    /// There is no such page.
    Missing,
    /// Nobody answered.
    Failed,
}

/// What stands under the search field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// Nothing is looked for.
    #[default]
    Idle,
    /// Takes longer than one likes to look at the last answer.
    Waiting,
    /// The answer.
    Found(Found),
    /// The search cannot be reached.
    Failed,
}

/// Pages that are kept: who reads goes back more often than far.
const KEPT: usize = 24;

/// Everything of the help site.
#[derive(Clone, Debug, Default)]
pub struct Library {
    home: Option<Asked<Home>>,
    pages: Vec<(String, Asked<Document>)>,
    /// Where the visitor came from, the place at hand last.
    trail: Vec<Spot>,
    /// The conversation that is about to begin, if its writer was offered the
    /// first page of the trail.
    asker: Option<ConversationId>,
    query: String,
    search: Search,
    /// Numbers questions, so that a late answer is known as such.
    asked: u32,
}

impl Library {
    /// The first screen.
    pub fn home(&self) -> Option<&Asked<Home>> {
        self.home.as_ref()
    }

    /// Whether the first screen has to be asked for, which counts as done then.
    pub fn want_home(&mut self) -> bool {
        let is_due = matches!(self.home, None | Some(Asked::Failed | Asked::Missing));
        if is_due {
            self.home = Some(Asked::Waiting);
        }
        is_due
    }

    /// The first screen, or why there is none.
    pub fn take_home(&mut self, home: Asked<Home>) {
        self.home = Some(home);
    }

    /// The page at hand; `None` on the first screen.
    pub fn spot(&self) -> Option<&Spot> {
        self.trail.last()
    }

    /// What is known of a page.
    pub fn page(&self, page: &str) -> &Asked<Document> {
        let found = self.pages.iter().find(|(known, _)| known == page);
        found.map_or(&Asked::Waiting, |(_, document)| document)
    }

    /// Goes to a page.
    pub fn open(&mut self, spot: Spot) {
        if self.spot() != Some(&spot) {
            self.trail.push(spot);
        }
    }

    /// Goes to a page that is offered to somebody who writes the first message
    /// of a conversation: the way back leads there.
    pub fn open_offered(&mut self, spot: Spot, asker: ConversationId) {
        self.leave();
        self.asker = Some(asker);
        self.open(spot);
    }

    /// The conversation whose writer was offered what is read.
    pub fn asker(&self) -> Option<&ConversationId> {
        self.asker.as_ref()
    }

    /// Whether the document of the page at hand has to be asked for, which
    /// counts as done then.
    pub fn want_page(&mut self) -> bool {
        let Some(spot) = self.trail.last() else { return false };
        let at = self.pages.iter().position(|(known, _)| *known == spot.page);
        let present = at.map(|at| self.pages.remove(at));
        let is_due = !matches!(present, Some((_, Asked::Waiting | Asked::Here(_))));
        // The page at hand is the last to be forgotten.
        let document = present.map_or(Asked::Waiting, |(_, document)| document);
        let document = if is_due { Asked::Waiting } else { document };
        self.pages.push((spot.page.clone(), document));
        if self.pages.len() > KEPT {
            self.pages.remove(0);
        }
        is_due
    }

    /// A page, or why it is not there.
    pub fn take_page(&mut self, page: &str, document: Asked<Document>) {
        if let Some((_, waiting)) = self.pages.iter_mut().find(|(known, _)| known == page) {
            *waiting = document;
        }
    }

    /// Keeps a page that was fetched before somebody went there.
    pub fn keep(&mut self, page: &str, document: Asked<Document>) {
        self.pages.retain(|(known, _)| known != page);
        self.pages.push((page.to_owned(), document));
        if self.pages.len() > KEPT {
            self.pages.remove(0);
        }
    }

    /// Goes back by one page. Answers whether there was one to leave.
    pub fn back(&mut self) -> bool {
        self.trail.pop().is_some()
    }

    /// Goes away from all pages.
    pub fn leave(&mut self) {
        self.trail.clear();
        self.asker = None;
    }

    /// What stands in the search field.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// What stands under it.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The visitor types. Answers the number of the question; `None` if there
    /// is none to ask.
    pub fn type_query(&mut self, query: &str) -> Option<u32> {
        let is_same = self.query.trim() == query.trim();
        query.clone_into(&mut self.query);
        if is_same && self.search != Search::Failed {
            return None;
        }
        self.asked += 1;
        if query.trim().is_empty() {
            self.search = Search::Idle;
            return None;
        }
        if self.search == Search::Failed {
            self.search = Search::Waiting;
        }
        Some(self.asked)
    }

    /// The answer to a question takes its time.
    pub fn wait_for(&mut self, asked: u32) {
        if self.asked == asked && !matches!(self.search, Search::Found(_)) {
            self.search = Search::Waiting;
        }
    }

    /// The answer to a question; `None` if there is no reaching the search. A
    /// late one counts no more.
    pub fn answer(&mut self, asked: u32, found: Option<Found>) {
        if self.asked == asked {
            self.search = found.map_or(Search::Failed, Search::Found);
        }
    }
}

/// The locale of a site that reads best for somebody who reads `wanted`: the
/// same, the same language, else the default.
pub fn nearest_locale<'a>(wanted: &str, locales: &'a [String], default: &'a str) -> &'a str {
    let language = |code: &str| code.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let same = locales.iter().find(|code| code.eq_ignore_ascii_case(wanted));
    let near = || locales.iter().find(|code| language(code) == language(wanted));
    same.or_else(near).map_or(default, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(page: &str) -> Spot {
        Spot { page: page.into(), anchor: String::new() }
    }

    fn document(title: &str) -> Asked<Document> {
        Asked::Here(Document { title: title.into(), ..Document::default() })
    }

    #[test]
    fn a_page_is_asked_for_once_and_again_after_a_failure() {
        let mut library = Library::default();
        library.open(spot("a"));
        assert!(library.want_page());
        assert!(!library.want_page());
        library.take_page("a", Asked::Failed);
        assert!(library.want_page());
        assert_eq!(library.page("a"), &Asked::Waiting);
        library.take_page("a", document("A"));
        assert!(!library.want_page());
        assert_eq!(library.page("a"), &document("A"));
    }

    #[test]
    fn a_page_that_was_fetched_before_is_not_asked_for() {
        let mut library = Library::default();
        library.keep("a", document("A"));
        library.open(spot("a"));
        assert!(!library.want_page());
        assert_eq!(library.page("a"), &document("A"));
    }

    #[test]
    fn back_leads_the_way_that_one_came() {
        let mut library = Library::default();
        library.open(spot("category"));
        library.open(spot("article"));
        library.open(spot("article"));
        assert!(library.back());
        assert_eq!(library.spot(), Some(&spot("category")));
        assert!(library.back());
        assert_eq!(library.spot(), None);
        assert!(!library.back());
    }

    #[test]
    fn what_was_offered_leads_back_to_who_writes() {
        let mut library = Library::default();
        library.open(spot("category"));
        let asker: ConversationId = "c1".parse().expect("an id");
        library.open_offered(spot("article"), asker.clone());
        library.open(spot("another"));
        assert_eq!(library.asker(), Some(&asker));
        assert!(library.back());
        assert_eq!(library.spot(), Some(&spot("article")));
        assert!(library.back());
        assert_eq!((library.spot(), library.asker()), (None, Some(&asker)));
        library.leave();
        assert_eq!(library.asker(), None);
    }

    #[test]
    fn the_pages_read_longest_ago_are_forgotten() {
        let mut library = Library::default();
        for number in 0..100 {
            library.open(spot(&number.to_string()));
            library.want_page();
            library.take_page(&number.to_string(), document("x"));
        }
        assert_eq!(library.pages.len(), KEPT);
        assert_eq!(library.page("99"), &document("x"));
        assert_eq!(library.page("0"), &Asked::Waiting);
        library.open(spot("0"));
        assert!(library.want_page());
    }

    #[test]
    fn a_late_answer_does_not_replace_a_newer_question() {
        let mut library = Library::default();
        let first = library.type_query("un").expect("a question");
        let second = library.type_query("unlock").expect("a question");
        let found = Found { total: 3, ..Found::default() };
        library.answer(second, Some(found.clone()));
        library.answer(first, Some(Found::default()));
        library.wait_for(second);
        assert_eq!(library.search(), &Search::Found(found));
        assert_eq!(library.type_query("unlock "), None, "the same words");
        assert_eq!(library.type_query(" "), None);
        library.answer(second, None);
        assert_eq!(library.search(), &Search::Idle);
    }

    #[test]
    fn a_search_that_failed_is_tried_again() {
        let mut library = Library::default();
        let first = library.type_query("bike").expect("a question");
        library.answer(first, None);
        assert_eq!(library.search(), &Search::Failed);
        let again = library.type_query("bike").expect("asked again");
        assert_eq!(library.search(), &Search::Waiting);
        library.answer(again, Some(Found::default()));
        assert_eq!(library.search(), &Search::Found(Found::default()));
    }

    #[test]
    fn the_nearest_locale_is_read() {
        let locales = ["en", "de", "pt-BR"].map(str::to_owned);
        for (wanted, read) in [("de", "de"), ("de-AT", "de"), ("pt", "pt-BR"), ("fr", "en")] {
            assert_eq!(nearest_locale(wanted, &locales, "en"), read, "{wanted}");
        }
    }
}
