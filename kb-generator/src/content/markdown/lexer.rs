//! Colours for languages whose full grammars would take megabytes: comments,
//! strings, numbers, keywords, calls and types, found word by word.

/// What sets a language apart for the eye.
struct Language {
    names: &'static [&'static str],
    /// Separated by spaces.
    keywords: &'static str,
    line_comments: &'static [&'static str],
    block_comment: Option<(&'static str, &'static str)>,
    quotes: &'static str,
    /// Characters that begin a word besides letters.
    sigils: &'static str,
    is_case_sensitive: bool,
    /// Words that begin with a capital letter are types.
    has_types: bool,
}

const C_LIKE: Language = Language {
    names: &[],
    keywords: "",
    line_comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: "\"'",
    sigils: "_$@",
    is_case_sensitive: true,
    has_types: true,
};

const LANGUAGES: &[Language] = &[
    Language {
        names: &["cpp", "c++", "cc", "cxx", "hpp", "objc", "arduino", "cuda"],
        keywords: "alignas alignof asm auto bool break case catch char char8_t char16_t char32_t \
            class co_await co_return co_yield concept const consteval constexpr constinit \
            const_cast continue decltype default delete do double dynamic_cast else enum explicit \
            export extern false final float for friend goto if inline int long mutable namespace \
            new noexcept nullptr operator override private protected public register \
            reinterpret_cast requires return short signed sizeof static static_assert static_cast \
            struct switch template this thread_local throw true try typedef typeid typename union \
            unsigned using virtual void volatile wchar_t while #include #define #if #ifdef #ifndef \
            #else #elif #endif #pragma",
        sigils: "_#",
        ..C_LIKE
    },
    Language {
        names: &["csharp", "cs", "c#", "c-sharp", "razor", "cshtml"],
        keywords: "abstract as async await base bool break byte case catch char checked class \
            const continue decimal default delegate do double dynamic else enum event explicit \
            extern false finally fixed float for foreach get global goto if implicit in init int \
            interface internal is lock long nameof namespace new not null object operator or out \
            override params partial private protected public readonly record ref required return \
            sbyte sealed set short sizeof stackalloc static string struct switch this throw true \
            try typeof uint ulong unchecked unsafe ushort using value var virtual void volatile \
            when where while with yield #region #endregion #if #endif #nullable",
        sigils: "_#@",
        ..C_LIKE
    },
    Language {
        names: &["kotlin", "kt", "kts"],
        keywords: "abstract actual annotation as break by catch class companion const constructor \
            continue crossinline data do dynamic else enum expect external false final finally for \
            fun get if import in infix init inline inner interface internal is it lateinit noinline \
            null object open operator out override package private protected public reified return \
            sealed set super suspend tailrec this throw true try typealias val var vararg when where \
            while",
        ..C_LIKE
    },
    Language {
        names: &["swift"],
        keywords: "actor any as associatedtype async await break case catch class continue default \
            defer deinit do else enum extension fallthrough false fileprivate final for func get \
            guard if import in indirect init inout internal is lazy let mutating nil nonisolated \
            open operator override private protocol public repeat required rethrows return self \
            Self set some static struct subscript super switch throw throws true try typealias \
            unowned var weak where while",
        ..C_LIKE
    },
    Language {
        names: &["scala", "sbt", "groovy", "gradle", "jenkinsfile"],
        keywords: "abstract as assert boolean break byte case catch class def default do double else \
            enum export extends extension false final finally float for forSome given if implements \
            implicit import in inline instanceof int interface lazy long match new null object \
            opaque override package private protected public return sealed short static super \
            switch then this throw throws trait transparent true try type using val var void while \
            with yield",
        ..C_LIKE
    },
    Language {
        names: &["dart"],
        keywords: "abstract as assert async await base bool break case catch class const continue \
            covariant default deferred do double dynamic else enum export extends extension external \
            factory false final finally for get hide if implements import in int interface is late \
            library mixin new null num on operator part required rethrow return sealed set show \
            static super switch sync this throw true try typedef var void when while with yield",
        ..C_LIKE
    },
    Language {
        names: &["proto", "protobuf", "proto3"],
        keywords: "bool bytes double enum extend extensions false fixed32 fixed64 float group import \
            int32 int64 map max message oneof option optional package public repeated required \
            reserved returns rpc service sfixed32 sfixed64 sint32 sint64 stream string syntax to \
            true uint32 uint64 weak",
        ..C_LIKE
    },
    Language {
        names: &["sql", "mariadb", "mysql", "postgres", "postgresql", "plsql", "sqlite", "tsql"],
        keywords: "add all alter and any as asc begin between bigint boolean by cascade case cast \
            char check column commit constraint create cross database date decimal declare default \
            delete desc distinct double drop else end exists explain false fetch first float for \
            foreign from full function grant group having if in index inner insert int integer \
            intersect interval into is join json jsonb key last left like limit not null numeric \
            offset on or order outer over partition primary procedure references returning revoke \
            right rollback row rows schema select sequence set smallint table text then time \
            timestamp to transaction trigger true truncate union unique update using uuid values \
            varchar view when where window with",
        line_comments: &["--", "#"],
        quotes: "'\"",
        sigils: "_",
        is_case_sensitive: false,
        has_types: false,
        ..C_LIKE
    },
    Language {
        names: &["ruby", "rb", "crystal", "gemfile"],
        keywords: "BEGIN END __FILE__ alias and attr_accessor attr_reader attr_writer begin break \
            case class def defined? do else elsif end ensure extend false for if in include module \
            next nil not or private protected public raise redo require require_relative rescue \
            retry return self super then true undef unless until when while yield",
        line_comments: &["#"],
        block_comment: Some(("\n=begin", "\n=end")),
        sigils: "_$@",
        ..C_LIKE
    },
    Language {
        names: &["elixir", "ex", "exs"],
        keywords: "after alias and case catch cond def defdelegate defexception defguard defimpl \
            defmacro defmodule defp defprotocol defstruct do else end false fn for if import in nil \
            not or quote raise receive require rescue true try unless unquote use when with",
        line_comments: &["#"],
        block_comment: Some(("\"\"\"", "\"\"\"")),
        sigils: "_@",
        ..C_LIKE
    },
    Language {
        names: &["perl", "pl", "pm"],
        keywords: "and bless cmp defined delete die do each else elsif eq eval exists exit for \
            foreach ge given gt if keys last le local lt my ne next no not or our package print \
            printf push qw redo ref require return say scalar shift splice sprintf sub undef unless \
            unshift until use values wantarray warn when while xor",
        line_comments: &["#"],
        block_comment: Some(("\n=pod", "\n=cut")),
        sigils: "_$@%",
        ..C_LIKE
    },
    Language {
        // The tree-sitter grammar of nginx is under the GPL.
        names: &["nginx", "nginxconf"],
        keywords: "access_log add_header alias allow auth_basic break client_max_body_size default \
            default_type deny else error_log error_page events expires fastcgi_pass gzip http if \
            include index internal keepalive_timeout listen location log_format map off on \
            proxy_pass proxy_set_header resolver return rewrite root server server_name set \
            ssl_certificate ssl_certificate_key ssl_protocols stream try_files types upstream user \
            worker_connections worker_processes",
        line_comments: &["#"],
        block_comment: None,
        sigils: "_$",
        has_types: false,
        ..C_LIKE
    },
    Language {
        names: &["bat", "batch", "cmd", "dos"],
        keywords: "call cd copy defined del do echo else endlocal equ errorlevel exist exit for geq \
            goto gtr if in leq lss mkdir move neq not nul off on pause popd pushd rd ren rmdir set \
            setlocal shift start title type",
        line_comments: &["::", "rem ", "REM "],
        block_comment: None,
        quotes: "\"",
        sigils: "_%@",
        is_case_sensitive: false,
        has_types: false,
    },
];

const CONSOLE: &[&str] =
    &["console", "shell-session", "shellsession", "sh-session", "terminal", "session"];

/// Whether a language is known here; the name is in lower case.
pub(super) fn knows(name: &str) -> bool {
    CONSOLE.contains(&name) || find(name).is_some()
}

fn find(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.names.contains(&name))
}

/// Tokens of a text: beginning, end, letter of the class.
pub(super) fn tokens(name: &str, code: &str) -> Vec<(usize, usize, char)> {
    match find(name) {
        Some(language) => Lexer { language, code, at: 0, tokens: Vec::new() }.run(),
        None => console(code),
    }
}

/// A session: prompts stand back, commands stand out, output is plain.
fn console(code: &str) -> Vec<(usize, usize, char)> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let text = line.trim_end();
        let prompt = ["$ ", "# ", "> ", "% ", "PS> "].iter().find(|mark| text.starts_with(**mark));
        if let Some(prompt) = prompt {
            let command = start + prompt.len();
            tokens.push((start, command - 1, 'c'));
            let rest = &text[prompt.len()..];
            let word = rest.find(' ').unwrap_or(rest.len());
            tokens.push((command, command + word, 'f'));
        }
        start += line.len();
    }
    tokens
}

struct Lexer<'a> {
    language: &'static Language,
    code: &'a str,
    at: usize,
    tokens: Vec<(usize, usize, char)>,
}

impl Lexer<'_> {
    fn run(mut self) -> Vec<(usize, usize, char)> {
        while let Some(c) = self.code[self.at..].chars().next() {
            let start = self.at;
            let class = self.token(c);
            if let Some(class) = class {
                self.tokens.push((start, self.at, class));
            }
        }
        self.tokens
    }

    fn rest(&self) -> &str {
        &self.code[self.at..]
    }

    fn token(&mut self, c: char) -> Option<char> {
        let language = self.language;
        if let Some((open, close)) = language.block_comment
            && self.rest().starts_with(open)
        {
            let from = self.at + open.len();
            let end = self.code[from..].find(close).map(|at| from + at + close.len());
            self.at = end.unwrap_or(self.code.len());
            return Some(if open.starts_with('"') { 's' } else { 'c' });
        }
        if language.line_comments.iter().any(|mark| self.rest().starts_with(mark)) {
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            return Some('c');
        }
        if language.quotes.contains(c) {
            self.string(c);
            return Some('s');
        }
        if c.is_ascii_digit() {
            let number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
            self.at += self.rest().find(|c| !number(c)).unwrap_or(self.rest().len());
            return Some('n');
        }
        if c.is_alphabetic() || language.sigils.contains(c) {
            return self.word(c);
        }
        self.at += c.len_utf8();
        None
    }

    /// A string that ends at its quote or, unclosed, with the line.
    fn string(&mut self, quote: char) {
        let triple = "\"\"\"";
        if quote == '"' && self.rest().starts_with(triple) {
            let end = self.rest()[3..].find(triple).map(|at| self.at + at + 6);
            self.at = end.unwrap_or(self.code.len());
            return;
        }
        let mut escaped = false;
        for (at, c) in self.code[self.at..].char_indices().skip(1) {
            if c == '\n' || (c == quote && !escaped) {
                self.at += at + usize::from(c == quote);
                return;
            }
            escaped = c == '\\' && !escaped;
        }
        self.at = self.code.len();
    }

    fn word(&mut self, first: char) -> Option<char> {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let tail = &self.rest()[first.len_utf8()..];
        let length = first.len_utf8() + tail.find(|c| !part(c)).unwrap_or(tail.len());
        let word = &self.code[self.at..self.at + length];
        self.at += length;
        let language = self.language;
        let is_keyword = language.keywords.split_ascii_whitespace().any(|keyword| {
            keyword == word || (!language.is_case_sensitive && keyword.eq_ignore_ascii_case(word))
        });
        if is_keyword {
            return Some(if matches!(word, "true" | "false" | "null" | "nil" | "nullptr") {
                'n'
            } else {
                'k'
            });
        }
        match first {
            '@' | '#' => return (length > 1).then_some('a'),
            '$' | '%' => return (length > 1).then_some('v'),
            _ => {}
        }
        if self.rest().starts_with('(') {
            return Some('f');
        }
        (language.has_types && first.is_uppercase()).then_some('t')
    }
}
