//! Section `[forms]`: how forms are kept from programs that fill them in.

use serde::Deserialize;

/// Most bits of work: about a minute of a phone.
const MOST_BITS: u32 = 24;
/// Most seconds of waiting.
const MOST_SECONDS: u32 = 60;

/// What a form has to be worth to its sender.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct FormsConfig {
    /// Zero bits that the hash of a challenge has to begin with: each one more
    /// doubles the work of the browser. 0 asks for none.
    pub proof_bits: u32,
    /// Seconds that a form is open at least.
    pub min_seconds: u32,
}

impl Default for FormsConfig {
    fn default() -> Self {
        Self { proof_bits: 15, min_seconds: 3 }
    }
}

impl FormsConfig {
    /// `Err` with the key and what is wrong with its value.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        if self.proof_bits > MOST_BITS {
            let why = format!("no phone does more than {MOST_BITS} bits; write less");
            return Err(("proof_bits", why));
        }
        if self.min_seconds > MOST_SECONDS {
            let why = format!("nobody waits longer than {MOST_SECONDS} seconds; write less");
            return Err(("min_seconds", why));
        }
        Ok(())
    }
}
