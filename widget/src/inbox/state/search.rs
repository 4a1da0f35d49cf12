//! A search through all conversations, while it is typed.

use kb_protocol::chat::Code;
use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{HitSource, SearchHit, SearchPage, SnippetPiece};

/// How far a search got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchState {
    /// Nothing is looked for.
    #[default]
    Idle,
    /// On its way; what was found before is still shown.
    Loading,
    /// Everything that was found so far is here.
    Ready,
    /// It could not be asked, for this reason.
    Failed(Code),
}

/// Where a conversation was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which one.
    pub id: ConversationId,
    /// In what kind of text.
    pub source: HitSource,
    /// A stretch of it.
    pub snippet: Vec<SnippetPiece>,
}

/// What is looked for and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    text: String,
    /// How far it got.
    pub state: SearchState,
    hits: Vec<Hit>,
    next: Option<String>,
    number: u32,
}

impl Search {
    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether results are shown in place of a list.
    pub fn is_on(&self) -> bool {
        self.state != SearchState::Idle
    }

    /// What was found, the latest first.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Whether there is more below.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// Something else is looked for; the number of this wish, unless nothing
    /// is to be asked.
    pub fn want(&mut self, text: String) -> Option<u32> {
        self.text = text;
        self.number += 1;
        if self.text.trim().is_empty() {
            let number = self.number;
            *self = Self { text: std::mem::take(&mut self.text), number, ..Self::default() };
            return None;
        }
        self.state = SearchState::Loading;
        Some(self.number)
    }

    /// Whether this wish is still the latest.
    pub fn is_current(&self, number: u32) -> bool {
        self.number == number && self.is_on()
    }

    /// The cursor of the next page with the wish that it belongs to, asked
    /// once.
    pub fn ask_more(&mut self) -> Option<(u32, String)> {
        self.next.take().map(|cursor| (self.number, cursor))
    }

    /// A page is here, or could not be read; one that nobody wants any longer
    /// is not taken. Answers what was found with it.
    pub fn take(
        &mut self,
        number: u32,
        cursor: Option<String>,
        answer: Result<SearchPage, Code>,
    ) -> Vec<SearchHit> {
        if !self.is_current(number) {
            return Vec::new();
        }
        let page = match answer {
            Ok(page) => page,
            Err(code) => {
                // The end of a list that cannot be read can be asked for again.
                match cursor {
                    Some(cursor) => self.next = Some(cursor),
                    None => self.state = SearchState::Failed(code),
                }
                return Vec::new();
            }
        };
        if cursor.is_none() {
            self.hits.clear();
        }
        self.state = SearchState::Ready;
        self.next = page.next;
        for hit in &page.hits {
            // A conversation that moved up meanwhile is not there twice.
            if self.hits.iter().all(|known| known.id != hit.item.id) {
                let SearchHit { item, source, snippet } = hit.clone();
                self.hits.push(Hit { id: item.id, source, snippet });
            }
        }
        page.hits
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::item;
    use super::*;

    fn page(ids: &[&str], next: Option<&str>) -> Result<SearchPage, Code> {
        let hit = |id: &&str| SearchHit {
            item: item(id),
            source: HitSource::Message,
            snippet: Vec::new(),
        };
        Ok(SearchPage { hits: ids.iter().map(hit).collect(), next: next.map(str::to_owned) })
    }

    fn ids(search: &Search) -> String {
        search.hits().iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_answer_to_an_earlier_wish_comes_too_late() {
        let mut search = Search::default();
        let first = search.want("bi".into()).expect("asked");
        let second = search.want("bike".into()).expect("asked");
        assert!(search.take(first, None, page(&["a", "b"], None)).is_empty());
        assert_eq!(search.take(second, None, page(&["a"], None)).len(), 1);
        assert_eq!(ids(&search), "a");
        assert_eq!(search.want("  ".into()), None);
        assert!(!search.is_on() && search.hits().is_empty());
        assert!(search.take(second, None, page(&["a"], None)).is_empty(), "cleared");
    }

    #[test]
    fn pages_follow_each_other_and_nothing_is_there_twice() {
        let mut search = Search::default();
        let number = search.want("bike".into()).expect("asked");
        search.take(number, None, page(&["a", "b"], Some("c1")));
        assert_eq!(search.ask_more(), Some((number, "c1".into())));
        assert_eq!(search.ask_more(), None, "asked once");
        search.take(number, Some("c1".into()), Err(Code::Unavailable));
        assert_eq!(search.state, SearchState::Ready);
        let (number, cursor) = search.ask_more().expect("again");
        search.take(number, Some(cursor), page(&["b", "c"], None));
        assert_eq!((ids(&search), search.has_more()), ("a b c".into(), false));
    }

    #[test]
    fn a_search_that_fails_keeps_what_was_found_before() {
        let mut search = Search::default();
        let number = search.want("bike".into()).expect("asked");
        search.take(number, None, page(&["a"], None));
        let number = search.want("bikes".into()).expect("asked");
        assert_eq!(ids(&search), "a");
        search.take(number, None, Err(Code::RateLimited));
        assert_eq!(search.state, SearchState::Failed(Code::RateLimited));
    }
}
