//! Section `[files]`: what people may send.

use serde::Deserialize;

use crate::files::{KINDS, Kind};
use kb_protocol::limits;

/// Largest value of `file_bytes`: an upload is held in memory while it is
/// examined.
const MOST_FILE_BYTES: u64 = 25 * 1024 * 1024;
/// Largest value of `message_files`.
const MOST_MESSAGE_FILES: usize = 20;
/// Largest value of `image_megapixels`.
const MOST_MEGAPIXELS: u64 = 200;

/// Section `[files]`: what visitors and agents may send each other.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct FilesConfig {
    /// Which kinds, by content; with an empty list nobody can send files.
    pub kinds: Vec<Kind>,
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Most bytes of all files of one message together.
    pub message_bytes: u64,
    /// Most files of one message.
    pub message_files: usize,
    /// Most pixels of an image, in millions.
    pub image_megapixels: u64,
    /// A program with its arguments that gets each file as standard input and
    /// ends with 0 (good) or 1 (refuse), such as `["clamdscan", "-"]`. Where
    /// it fails the file is not taken. Empty for none.
    pub scan: Vec<String>,
    /// How long that program may take.
    pub scan_seconds: u64,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self {
            kinds: KINDS.to_vec(),
            file_bytes: limits::FILE_BYTES,
            message_bytes: limits::MESSAGE_FILES_BYTES,
            message_files: limits::MESSAGE_FILES,
            image_megapixels: limits::IMAGE_PIXELS / 1_000_000,
            scan: Vec::new(),
            scan_seconds: 30,
        }
    }
}

impl FilesConfig {
    /// Whether files can be sent at all.
    pub(crate) fn is_on(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// `Err` with the key and what is wrong with its value.
    pub(super) fn check(&self) -> Result<(), (String, String)> {
        let wrong = |key: &str, message: String| Err((key.to_owned(), message));
        if !(1..=MOST_FILE_BYTES).contains(&self.file_bytes) {
            return wrong(
                "file_bytes",
                format!(
                    "{} is no size of a file here; write 1 to {MOST_FILE_BYTES}, or `kinds = []` \
                     to take no files",
                    self.file_bytes
                ),
            );
        }
        if self.message_bytes < self.file_bytes {
            return wrong(
                "message_bytes",
                format!(
                    "a message of {} bytes cannot carry a file of {}; write a larger number, or a \
                     smaller one for `file_bytes`",
                    self.message_bytes, self.file_bytes
                ),
            );
        }
        if !(1..=MOST_MESSAGE_FILES).contains(&self.message_files) {
            return wrong("message_files", format!("write 1 to {MOST_MESSAGE_FILES}"));
        }
        if !(1..=MOST_MEGAPIXELS).contains(&self.image_megapixels) {
            return wrong("image_megapixels", format!("write 1 to {MOST_MEGAPIXELS}"));
        }
        if self.scan.first().is_some_and(|program| program.trim().is_empty()) {
            return wrong(
                "scan",
                "the first text is the program; write such as `[\"clamdscan\", \"-\"]`, or `[]` \
                 for none"
                    .into(),
            );
        }
        if self.scan_seconds == 0 {
            return wrong("scan_seconds", "a program needs some time; write 1 or more".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    fn problem(section: &str) -> String {
        let text = format!("[files]\n{section}\n");
        Config::parse(&text, "server.toml").expect_err("wrong").to_string()
    }

    #[test]
    fn a_wrong_setting_says_what_to_write() {
        assert_eq!(
            problem("kind = []"),
            "server.toml:2:1: there is no setting `kind`; did you mean `kinds`?"
        );
        let unknown = problem("kinds = [\"png\", \"svg\"]");
        assert!(unknown.starts_with("server.toml:2:17: there is no value `svg`"), "{unknown}");
        assert!(unknown.contains("png"), "the known ones are listed: {unknown}");
        assert_eq!(
            problem("file_bytes = 0"),
            "server.toml:2:1: 0 is no size of a file here; write 1 to 26214400, or `kinds = []` to \
             take no files"
        );
        assert_eq!(
            problem("file_bytes = 20_000_000"),
            "server.toml:1:2: a message of 9961472 bytes cannot carry a file of 20000000; write a \
             larger number, or a smaller one for `file_bytes`"
        );
        assert_eq!(problem("message_files = 99"), "server.toml:2:1: write 1 to 20");
        assert!(problem("scan = [\"\"]").contains("the first text is the program"));
    }

    #[test]
    fn everything_can_be_left_out_and_nothing_taken() {
        let config = Config::parse("[files]\nkinds = []\n", "server.toml").expect("right");
        assert!(config.files.kinds.is_empty());
    }
}
