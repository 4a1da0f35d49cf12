//! Which report is on the screen; its address outlives a reload.

use kb_protocol::api::Me;
use kb_protocol::time::Timestamp;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Votes on articles.
    Articles,
    /// Articles offered in place of an answer.
    Deflection,
    /// What readers search for.
    Searches,
    /// Invitations to chat.
    Invitations,
    /// Form hooks.
    Hooks,
    /// What the form hook of this name has received.
    Hook(String),
}

/// How far back is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Range {
    /// Seven days.
    Week,
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
    /// From the beginning.
    All,
}

/// All ranges, from short to long.
pub const RANGES: [Range; 4] = [Range::Week, Range::Month, Range::Quarter, Range::All];

impl Range {
    /// In whole days, if it has an end.
    pub fn days(self) -> Option<u32> {
        match self {
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::All => None,
        }
    }

    /// Its first moment. What is counted once stands there a minute later too:
    /// a whole minute, so that figures and files are of the same time.
    pub fn since(self, now: Timestamp) -> Timestamp {
        let minute = now.0 - now.0.rem_euclid(60_000);
        Timestamp(self.days().map_or(0, |days| minute - i64::from(days) * DAY_MS))
    }

    fn word(self) -> String {
        self.days().map_or("all".to_owned(), |days| days.to_string())
    }
}

/// A report, and how far back it looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is looked at.
    pub page: Page,
    /// Since when.
    pub range: Range,
}

impl Place {
    /// Reads the fragment of an address, such as `#reports/searches/90`;
    /// nothing if it names no report, or none that this agent may see. What is
    /// not understood is left out.
    pub fn parse(fragment: &str, me: &Me) -> Option<Self> {
        let mut parts = fragment.trim_start_matches('#').split('/');
        if parts.next() != Some("reports") {
            return None;
        }
        let (word, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let range = RANGES.into_iter().find(|range| range.word() == rest).unwrap_or_default();
        let page = match word {
            "deflection" => Page::Deflection,
            "searches" => Page::Searches,
            "invitations" => Page::Invitations,
            "hooks" if rest.is_empty() => Page::Hooks,
            "hooks" => Page::Hook(rest.to_owned()),
            _ => Page::Articles,
        };
        let page = if page.is_for(me) { page } else { Self::first(me)?.page };
        Some(Self { page, range })
    }

    /// Where an agent begins, if there is anything to see.
    pub fn first(me: &Me) -> Option<Self> {
        let page = [Page::Articles, Page::Hooks].into_iter().find(|page| page.is_for(me))?;
        Some(Self { page, range: Range::default() })
    }

    /// The fragment of its address.
    pub fn address(&self) -> String {
        let word = match &self.page {
            Page::Articles => "articles",
            Page::Deflection => "deflection",
            Page::Searches => "searches",
            Page::Invitations => "invitations",
            Page::Hooks => return "#reports/hooks".to_owned(),
            Page::Hook(name) => return format!("#reports/hooks/{name}"),
        };
        format!("#reports/{word}/{}", self.range.word())
    }

    /// The same of another time.
    pub fn over(&self, range: Range) -> Self {
        Self { range, ..self.clone() }
    }

    /// Something else of the same time.
    pub fn at(&self, page: Page) -> Self {
        Self { page, ..self.clone() }
    }
}

impl Page {
    /// Whether it is counted over a time.
    pub fn has_range(&self) -> bool {
        !matches!(self, Self::Hooks | Self::Hook(_))
    }

    /// Whether an agent may see it.
    pub fn is_for(&self, me: &Me) -> bool {
        if self.has_range() { me.reads_records } else { me.manages_hooks }
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::api::Role;

    use super::super::super::samples::me;
    use super::*;

    fn parse(fragment: &str) -> Option<(Page, Range)> {
        let place = Place::parse(fragment, &me(Role::Admin))?;
        Some((place.page, place.range))
    }

    #[test]
    fn an_address_leads_back_to_its_report() {
        let pages = [Page::Articles, Page::Deflection, Page::Searches, Page::Invitations];
        for page in pages {
            for range in RANGES {
                let place = Place { page: page.clone(), range };
                assert_eq!(parse(&place.address()), Some((page.clone(), range)));
            }
        }
        for page in [Page::Hooks, Page::Hook("fair".into())] {
            let place = Place { page: page.clone(), range: Range::Week };
            assert_eq!(parse(&place.address()), Some((page, Range::Month)));
        }
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        assert_eq!(parse("#reports"), Some((Page::Articles, Range::Month)));
        assert_eq!(parse("#reports/weather/8"), Some((Page::Articles, Range::Month)));
        assert_eq!(parse("#reports/searches/all/x"), Some((Page::Searches, Range::All)));
        assert_eq!(parse(""), None);
        assert_eq!(parse("#inbox"), None);
    }

    #[test]
    fn nobody_sees_what_the_role_may_not() {
        let nobody = Me { reads_records: false, manages_hooks: false, ..me(Role::Agent) };
        assert_eq!((Place::parse("#reports", &nobody), Place::first(&nobody)), (None, None));
        let manager = Me { manages_hooks: false, ..me(Role::Manager) };
        let place = Place::parse("#reports/hooks/fair", &manager).expect("another one");
        assert_eq!(place.page, Page::Articles);
        let keeper = Me { reads_records: false, ..me(Role::Admin) };
        assert_eq!(
            Place::parse("#reports/searches/7", &keeper).expect("another").page,
            Page::Hooks
        );
    }

    #[test]
    fn a_range_begins_with_a_whole_minute() {
        let now = Timestamp(100 * DAY_MS + 61_234);
        assert_eq!(Range::Week.since(now), Timestamp(93 * DAY_MS + 60_000));
        assert_eq!(Range::All.since(now), Timestamp(0));
    }
}
