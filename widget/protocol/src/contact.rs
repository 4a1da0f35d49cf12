//! How a visitor can be reached: one check for both sides.

use crate::limits;

/// Whether mail can be sent to this: something before one `@`, and the name of
/// a host with a dot behind it (RFC 5321, 4.5.3.1, for the length).
///
/// Only a mail that arrives proves more.
pub fn is_email(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.');
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    text.len() <= limits::EMAIL_BYTES
        && is_part(local)
        && is_part(host)
        && host.contains('.')
        && !host.contains("..")
        && !text.chars().any(|c| {
            c.is_whitespace() || c.is_control() || "@<>(),;:\\\"[]".contains(c) && c != '@'
        })
        && !local.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mail_can_be_sent_to_is_an_address() {
        for good in ["ann@example.com", "a.b+c@mail.example.co.uk", "jörg@münchen.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ann",
            "ann@",
            "@example.com",
            "ann@example",
            "ann@.com",
            "ann@example..com",
            "ann@example.com.",
            "a b@example.com",
            "ann@b@example.com",
            "<ann@example.com>",
            "ann@example.com\n",
            "ann@example.com,bob@example.com",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(!is_email(&format!("{}@example.com", "a".repeat(250))));
    }
}
