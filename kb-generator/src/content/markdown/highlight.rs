//! Syntax highlighting by classes.
//!
//! Most languages are parsed by tree-sitter grammars from arborium, which cost
//! 0.1 to 0.3 ms per KiB (TextMate grammars through syntect: ten times that).
//! Grammars are compiled when a build first needs them. The languages of
//! `lexer` have grammars of 2 to 10 MB each and are read word by word instead.

use std::{
    cell::RefCell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use arborium::GrammarStore;
use arborium_highlight::spans_to_flat_tokens;

use super::{escape::escape_into, lexer};

/// Blocks above this size are shown without colours.
const MAX_BYTES: usize = 256 * 1024;

const SHARDS: usize = 16;

/// Highlights code; shared by all articles and threads of a build.
///
/// Translated pages repeat their code, so results are kept by language and
/// text.
pub struct Highlighter {
    store: Arc<GrammarStore>,
    cache: [Mutex<HashMap<[u8; 32], Arc<str>>>; SHARDS],
}

impl std::fmt::Debug for Highlighter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Highlighter").finish_non_exhaustive()
    }
}

impl Default for Highlighter {
    fn default() -> Self {
        Highlighter::new()
    }
}

thread_local! {
    /// The parser of this thread with the store that it was made for.
    static PARSER: RefCell<Option<arborium::Highlighter>> = const { RefCell::new(None) };
}

/// Names with a grammar, and the name that the grammar goes by.
const GRAMMARS: &[(&str, &str)] = &[
    ("bash", "bash"),
    ("sh", "bash"),
    ("shell", "bash"),
    ("zsh", "bash"),
    ("curl", "bash"),
    ("git", "bash"),
    ("ssh", "bash"),
    ("c", "c"),
    ("h", "c"),
    ("css", "css"),
    ("less", "scss"),
    ("sass", "scss"),
    ("scss", "scss"),
    ("diff", "diff"),
    ("patch", "diff"),
    ("docker", "dockerfile"),
    ("dockerfile", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("erl", "erlang"),
    ("erlang", "erlang"),
    ("go", "go"),
    ("golang", "go"),
    ("gql", "graphql"),
    ("graphql", "graphql"),
    ("hcl", "hcl"),
    ("terraform", "hcl"),
    ("tf", "hcl"),
    ("html", "html"),
    ("htm", "html"),
    ("vue", "html"),
    ("svelte", "html"),
    ("cfg", "ini"),
    ("conf", "ini"),
    ("config", "ini"),
    ("env", "ini"),
    ("dotenv", "ini"),
    ("editorconfig", "ini"),
    ("ini", "ini"),
    ("properties", "ini"),
    ("java", "java"),
    ("javascript", "javascript"),
    ("js", "javascript"),
    ("jsx", "javascript"),
    ("cjs", "javascript"),
    ("mjs", "javascript"),
    ("json", "json"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("lua", "lua"),
    ("make", "make"),
    ("makefile", "make"),
    ("markdown", "markdown"),
    ("md", "markdown"),
    ("mdx", "markdown"),
    ("php", "php"),
    ("powershell", "powershell"),
    ("ps", "powershell"),
    ("ps1", "powershell"),
    ("pwsh", "powershell"),
    ("py", "python"),
    ("python", "python"),
    ("python3", "python"),
    ("r", "r"),
    ("rs", "rust"),
    ("rust", "rust"),
    ("toml", "toml"),
    ("tsx", "tsx"),
    ("ts", "typescript"),
    ("typescript", "typescript"),
    ("csproj", "xml"),
    ("plist", "xml"),
    ("pom", "xml"),
    ("rss", "xml"),
    ("svg", "xml"),
    ("xaml", "xml"),
    ("xml", "xml"),
    ("xsd", "xml"),
    ("yaml", "yaml"),
    ("yml", "yaml"),
];

/// Names that ask for no colours.
const PLAIN: &[&str] = &[
    "",
    "text",
    "code",
    "cmake",
    "promql",
    "txt",
    "plain",
    "plaintext",
    "none",
    "nocode",
    "no-highlight",
    "nohighlight",
    "output",
    "log",
    "logs",
    "csv",
    "ascii",
    "http",
    "url",
];

impl Highlighter {
    /// Opens the highlighter; grammars are read when they are first needed.
    pub fn new() -> Highlighter {
        Highlighter {
            store: Arc::new(GrammarStore::new()),
            cache: std::array::from_fn(|_| Mutex::new(HashMap::new())),
        }
    }

    /// Whether a language is known, including those that have no colours.
    pub fn knows(&self, language: &str) -> bool {
        let name = language.to_lowercase();
        PLAIN.contains(&name.as_str()) || grammar(&name).is_some() || lexer::knows(&name)
    }

    /// Code as HTML: text and `<span class="hl-…">`, which never crosses a line.
    pub(super) fn highlight(&self, language: &str, code: &str) -> Arc<str> {
        let name = language.to_lowercase();
        let grammar = grammar(&name);
        if code.len() > MAX_BYTES || (grammar.is_none() && !lexer::knows(&name)) {
            return plain(code).into();
        }

        let mut hasher = blake3::Hasher::new();
        hasher.update(grammar.unwrap_or(&name).as_bytes()).update(&[0]).update(code.as_bytes());
        let key = *hasher.finalize().as_bytes();
        let shard = &self.cache[usize::from(key[0]) % SHARDS];
        if let Some(html) = shard.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(html);
        }
        let html: Arc<str> = match grammar {
            Some(grammar) => self.parse(grammar, code),
            None => write_tokens(code, lexer::tokens(&name, code)),
        }
        .into();
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        shard.insert(key, Arc::clone(&html));
        html
    }

    fn parse(&self, grammar: &str, code: &str) -> String {
        let spans = PARSER.with_borrow_mut(|parser| {
            let is_ours = parser.as_ref().is_some_and(|own| Arc::ptr_eq(own.store(), &self.store));
            if !is_ours {
                *parser = Some(arborium::Highlighter::with_store(Arc::clone(&self.store)));
            }
            let own = parser.as_mut()?;
            // A grammar that fails on some text must not stop a build.
            let spans = catch_unwind(AssertUnwindSafe(|| own.highlight_spans(grammar, code)));
            if spans.is_err() {
                *parser = None;
            }
            spans.ok()?.ok()
        });
        let Some(spans) = spans else { return plain(code) };
        let tokens = spans_to_flat_tokens(code, spans);
        write_tokens(
            code,
            tokens.iter().filter_map(|token| {
                Some((token.start as usize, token.end as usize, class(token.tag)?))
            }),
        )
    }
}

fn grammar(name: &str) -> Option<&'static str> {
    GRAMMARS.iter().find(|(known, _)| *known == name).map(|(_, grammar)| *grammar)
}

fn plain(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + code.len() / 8);
    escape_into(&mut out, code);
    out
}

/// The class for one of the slots that arborium's themes have; variables,
/// operators and punctuation stay plain to save bytes.
fn class(slot: &str) -> Option<char> {
    Some(match slot {
        "k" => 'k',
        "s" | "tl" => 's',
        "c" => 'c',
        "n" | "co" => 'n',
        "f" | "m" => 'f',
        "t" | "cr" | "ns" => 't',
        "pr" => 'v',
        "at" | "l" => 'a',
        "tg" => 'g',
        "da" => 'i',
        "dd" => 'd',
        "tt" => 'h',
        _ => return None,
    })
}

/// Writes code with its tokens, joining neighbours of one class; a token of
/// several lines becomes several spans, because lines can be marked.
fn write_tokens(code: &str, tokens: impl IntoIterator<Item = (usize, usize, char)>) -> String {
    let mut out = String::with_capacity(code.len() * 2);
    let mut at = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some((start, mut end, class)) = tokens.next() {
        while let Some(&(next_start, next_end, next_class)) = tokens.peek() {
            let joins = next_class == class
                && next_start >= end
                && code.get(end..next_start).is_some_and(|gap| gap.chars().all(|c| c == ' '));
            if !joins {
                break;
            }
            end = next_end;
            tokens.next();
        }
        let (Some(before), Some(text)) = (code.get(at..start), code.get(start..end)) else {
            continue;
        };
        escape_into(&mut out, before);
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                out.push('\n');
            }
            if line.trim().is_empty() {
                out.push_str(line);
            } else {
                out.push_str("<span class=\"hl-");
                out.push(class);
                out.push_str("\">");
                escape_into(&mut out, line);
                out.push_str("</span>");
            }
        }
        at = end;
    }
    escape_into(&mut out, code.get(at..).unwrap_or_default());
    out
}
