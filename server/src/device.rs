//! What a visitor's browser is known by: the names of browser and system, made
//! of its `User-Agent` header, of which nothing else is kept.

use axum::http::{HeaderMap, header};
use kb_protocol::inbox::Device;

/// Words of the header and the browsers they mean, those first that also name
/// one of the later ones.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("OPiOS/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// The same for systems.
const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPod", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// The two names, which cost a connection no room of their own; empty ones are
/// unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Family {
    browser: &'static str,
    system: &'static str,
}

impl Family {
    /// Of whoever sent these headers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        text.map(Self::parse).unwrap_or_default()
    }

    fn parse(user_agent: &str) -> Self {
        let name = |table: &[(&str, &'static str)]| {
            let found = table.iter().find(|(word, _)| user_agent.contains(word));
            found.map_or("", |(_, name)| *name)
        };
        Self { browser: name(&BROWSERS), system: name(&SYSTEMS) }
    }

    /// As it is kept; `None` if neither is known.
    pub(crate) fn device(self) -> Option<Device> {
        let Self { browser, system } = self;
        (self != Self::default())
            .then(|| Device { browser: browser.to_owned(), system: system.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(user_agent: &str, browser: &str, system: &str) {
        let family = Family::parse(user_agent);
        assert_eq!((family.browser, family.system), (browser, system), "{user_agent}");
    }

    #[test]
    fn a_browser_is_known_by_its_family_and_its_system() {
        check(
            "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
            "Firefox",
            "Android",
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Chrome",
            "Windows",
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge",
            "Windows",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari",
            "iOS",
        );
        check(
            "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
            "Chrome",
            "iPadOS",
        );
        check(
            "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
        );
        check(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox",
            "macOS",
        );
        check("curl/8.14.1", "", "");
        check("Something (Linux)", "", "Linux");
        assert_eq!(Family::parse("curl/8.14.1").device(), None);
    }
}
