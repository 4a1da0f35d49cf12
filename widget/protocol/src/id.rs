//! Names of things on the wire, each with a type of its own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest id, in bytes. A UUID has 36.
pub const MAX_ID_BYTES: usize = 64;

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "an id has 1 to {MAX_ID_BYTES} ASCII letters, digits, hyphens or underscores"
        )
    }
}

impl std::error::Error for IdError {}

/// Declares an id: a short text that is safe in addresses, logs and file names.
macro_rules! id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("pattern" = "^[A-Za-z0-9_-]{1,64}$")))]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                if is_id(&text) { Ok(Self(text.into_boxed_str())) } else { Err(IdError) }
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id! {
    /// An entry of a conversation. The sender makes it, so that a message sent
    /// again is known to be the same.
    EntryId
}
id! {
    /// A conversation. The visitor's browser makes it with the first message.
    ConversationId
}
id! {
    /// A person who writes to a brand.
    CustomerId
}
id! {
    /// A person who answers.
    AgentId
}
id! {
    /// A file that was uploaded. The server makes it, with 128 random bits.
    FileId
}
id! {
    /// A merge of two customers. The server makes it.
    MergeId
}
id! {
    /// A brand, as in `kb.toml` and `server.toml`.
    BrandId
}

id! {
    /// A form, by the name of its file.
    FormId
}
id! {
    /// A field of a form.
    FieldId
}
id! {
    /// One sending of a form. The browser makes it, so that a form sent twice
    /// is known to be the same.
    SubmissionId
}
id! {
    /// A vote, a search or something else that is counted. The browser makes
    /// it, so that one posted twice counts once.
    RecordId
}
id! {
    /// Articles offered in place of an answer, from the first suggestion to
    /// the outcome. The browser makes it.
    OfferId
}
id! {
    /// A browser, as far as its visitor lets it be remembered.
    VisitorId
}
id! {
    /// A rule of proactive chat.
    RuleId
}
id! {
    /// What a form hook has received. The server makes it.
    TransactionId
}

fn is_id(text: &str) -> bool {
    (1..=MAX_ID_BYTES).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_safe_everywhere() {
        for text in ["a", "0190f5c0-5a52-7b2e-8f3d-1c9d5a6e7f80", "under_score"] {
            assert!(text.parse::<ConversationId>().is_ok(), "{text}");
        }
        let long = "x".repeat(MAX_ID_BYTES + 1);
        for text in ["", " ", "a b", "../x", "a\u{200b}", "<b>", long.as_str()] {
            assert!(text.parse::<ConversationId>().is_err(), "{text:?}");
        }
    }
}
