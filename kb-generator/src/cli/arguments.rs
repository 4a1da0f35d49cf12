//! The arguments of `kb`, with the words of its help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use kb_generator::content::date::Date;

/// Turns a folder of Markdown articles into help sites: localized, branded,
/// searchable, on any static host.
#[derive(Debug, Parser)]
#[command(name = "kb", version, propagate_version = true, after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  kb new site help          make a site in the folder help
  kb serve                  look at it while you write
  kb build                  write the finished site to public/
  kb check --strict         find everything to mend; for a pipeline
  kb status                 which translations are missing or outdated

Exit codes:
  0  everything was done
  1  there is something to mend: diagnostics under --strict, errors in check,
     outdated translations in status, no hit in search, a case of a form that
     does not hold
  2  the command or kb.toml is wrong
  3  the machine refused: no room on the disk, no right to write";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the sites.
    #[command(
        after_long_help = "Examples:\n  kb build\n  kb build --output /srv/help --base-url https://example.com/help/\n  kb build --brand pedalo --as-of 2026-12-24\n  kb build --base-url 'https://{brand}.example.com/'"
    )]
    Build(BuildArguments),
    /// Find what is wrong, and write nothing.
    #[command(
        after_long_help = "Examples:\n  kb check\n  kb check --strict --format json\n  kb check --fix          gives every article an id of its own"
    )]
    Check(CheckArguments),
    /// Preview the site, reloading the browser as you write.
    #[command(after_long_help = "Examples:\n  kb serve\n  kb serve --port 8000 --drafts")]
    Serve(ServeArguments),
    /// Make a site, article, locale or brand.
    #[command(subcommand)]
    New(NewCommand),
    /// Tell how translations stand to their sources.
    #[command(
        after_long_help = "States:\n  fresh    made from the present source\n  stale    the source has changed since\n  missing  there is none\n  orphan   there is no source\n\nExamples:\n  kb status\n  kb status --locale de --fail-on stale\n  kb status --accept articles/riding/unlock.de.md"
    )]
    Status(StatusArguments),
    /// Search a built site from the shell.
    #[command(
        after_long_help = "Examples:\n  kb search 'lost bike'\n  kb search --locale de Schloss --limit 3"
    )]
    Search(SearchArguments),
    /// Try out forms.
    #[command(subcommand)]
    Form(FormCommand),
    /// Try out rules of proactive chat.
    #[command(subcommand)]
    Proactive(ProactiveCommand),
    /// Copy a file of the theme or of the messages into the site, to change it.
    #[command(
        after_long_help = "Examples:\n  kb eject --list\n  kb eject theme templates/article.html\n  kb eject messages de"
    )]
    Eject(EjectArguments),
    /// Print the JSON Schema of kb.toml, for editors.
    Schema,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// How results are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object a line, for programs.
    Json,
}

/// Who reads the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// Staff: articles with `audience: internal` too.
    Internal,
}

/// Which site, for when, from what.
#[derive(Args, Clone, Debug)]
pub(crate) struct SiteArguments {
    /// Folder with kb.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) site: PathBuf,
    /// Only this brand; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) brand: Vec<String>,
    /// Address at which the site is published, instead of that in kb.toml;
    /// `{brand}` stands for the brand's name, BRAND=URL is for one.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Vec<String>,
    /// Address of the server that answers chats, instead of that in kb.toml;
    /// BRAND=URL is for one brand.
    #[arg(long, value_name = "URL")]
    pub(crate) relay: Vec<String>,
    /// Build for this moment: articles scheduled up to then are published.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Who reads the site.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) audience: Audience,
    /// Folder with search.js and search.wasm, with mermaid.js where articles
    /// have diagrams, and with widget/ for a widget without a server.
    #[arg(long, value_name = "DIR")]
    pub(crate) assets: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct BuildArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// Folder that receives the site, instead of that in kb.toml.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Build even if nothing has changed.
    #[arg(long)]
    pub(crate) force: bool,
    /// Do not record addresses in addresses.json.
    #[arg(long)]
    pub(crate) locked: bool,
    /// Fail on any diagnostic.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Check every link of the finished pages.
    #[arg(long)]
    pub(crate) check_links: bool,
    /// How diagnostics are told.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Only errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// Write an id into every article that has none.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Fail on any diagnostic, not only on errors.
    #[arg(long)]
    pub(crate) strict: bool,
    /// How diagnostics are told.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Only errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// Port on 127.0.0.1; the next free one where it is taken.
    #[arg(long, short, default_value_t = 4000)]
    pub(crate) port: u16,
    /// How events are told.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Only errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FormCommand {
    /// Run the cases that stand beside forms: answers, and what has to come of
    /// them.
    #[command(
        after_long_help = "forms/contact.test.toml is tried on forms/contact.toml:\n\n  [[cases]]\n  name = \"a refund asks for the amount\"\n  answers = { topic = \"refund\" }\n  visible = [\"topic\", \"amount\"]\n  problems = { amount = \"required\" }\n\nA case can also say what the answers are handed on as (`payload`) and what routes\nmake of them (`tags`, `hooks`, `search`).\n\nExamples:\n  kb form test\n  kb form test contact --explain\n  kb form test contact --format json"
    )]
    Test {
        /// Only this form.
        form: Option<String>,
        /// Tell what every condition decided, and why.
        #[arg(long)]
        explain: bool,
        /// Folder with kb.toml.
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
        /// How results are told.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProactiveCommand {
    /// Tell which rule invites a visitor on a page, when, and why the others do
    /// not.
    #[command(
        after_long_help = "Examples:\n  kb proactive simulate --page https://www.pedalo.example/plans --seconds 60\n  kb proactive simulate --page https://www.pedalo.example/ --scroll 80 --visits 3 --device phone\n  kb proactive simulate --page https://www.pedalo.example/ --event cart_left --dismissed reader=2"
    )]
    Simulate(SimulateArguments),
}

#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    /// Address of the page, with its query: `utm_source` and the like count.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) page: String,
    /// Address of the page that led there.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) referrer: Option<String>,
    /// Locale of the visitor; the brand's default if left out.
    #[arg(long)]
    pub(crate) locale: Option<String>,
    /// What the visitor holds.
    #[arg(long, value_parser = ["phone", "tablet", "desktop"], default_value = "desktop")]
    pub(crate) device: String,
    /// Which visit it is.
    #[arg(long, default_value_t = 1)]
    pub(crate) visits: u32,
    /// How long the visitor stays.
    #[arg(long, default_value_t = 120)]
    pub(crate) seconds: u32,
    /// How far the visitor scrolls, in percent.
    #[arg(long, default_value_t = 0)]
    pub(crate) scroll: u32,
    /// The pointer leaves the page at its top.
    #[arg(long)]
    pub(crate) exit: bool,
    /// The schedule is closed.
    #[arg(long)]
    pub(crate) closed: bool,
    /// No agent is available.
    #[arg(long)]
    pub(crate) no_agents: bool,
    /// An event that the page has told; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) event: Vec<String>,
    /// The visitor has logged in.
    #[arg(long)]
    pub(crate) logged_in: bool,
    /// What the page says of its customer, at its start or later; may be given
    /// several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) customer: Vec<String>,
    /// A rule that has invited, in this tab or in another one, and how many
    /// hours ago.
    #[arg(long, value_name = "RULE=HOURS")]
    pub(crate) shown: Vec<String>,
    /// A rule that the visitor has put away, and how many days ago.
    #[arg(long, value_name = "RULE=DAYS")]
    pub(crate) dismissed: Vec<String>,
    /// Brand whose rules count; the first one if left out.
    #[arg(long)]
    pub(crate) brand: Option<String>,
    /// Folder with kb.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) site: PathBuf,
    /// How results are told.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NewCommand {
    /// A site that builds at once.
    Site {
        /// Folder to make it in.
        dir: PathBuf,
        /// Name of the help site.
        #[arg(long, default_value = "Help")]
        title: String,
    },
    /// An article with an id of its own.
    Article {
        /// Where, below the content folder: `riding/unlock-a-bike`.
        path: String,
        /// Its title; from the path where it is left out.
        #[arg(long)]
        title: Option<String>,
        /// Folder with kb.toml.
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
    /// A locale: adds it to kb.toml.
    Locale {
        /// Its code, such as `de` or `pt-BR`.
        code: String,
        /// Folder with kb.toml.
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
    /// A brand: adds it to kb.toml.
    Brand {
        /// Its name: letters, digits, `-` and `_`.
        name: String,
        /// Name of its help site.
        #[arg(long)]
        title: Option<String>,
        /// Folder with kb.toml.
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
}

#[derive(Args, Debug)]
pub(crate) struct StatusArguments {
    /// Folder with kb.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) site: PathBuf,
    /// Only this locale.
    #[arg(long, value_name = "CODE")]
    pub(crate) locale: Option<String>,
    /// Record that these translations are up to date; all where none is named.
    #[arg(long, value_name = "FILE", num_args = 0..)]
    pub(crate) accept: Option<Vec<PathBuf>>,
    /// Exit with 1 if any translation is in one of these states.
    #[arg(long, value_name = "STATE", value_delimiter = ',', default_value = "stale,orphan")]
    pub(crate) fail_on: Vec<FailOn>,
    /// How the list is told.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// States that fail a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Stale,
    Missing,
    Orphan,
    /// Never fail.
    None,
}

#[derive(Args, Debug)]
pub(crate) struct SearchArguments {
    /// What to look for.
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// Locale to search in; the default one where it is left out.
    #[arg(long, value_name = "CODE")]
    pub(crate) locale: Option<String>,
    /// Most hits to show.
    #[arg(long, default_value_t = 10)]
    pub(crate) limit: usize,
    /// How hits are told.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct EjectArguments {
    /// `theme` or `messages`.
    #[arg(value_enum)]
    pub(crate) what: Option<Ejectable>,
    /// A file of the theme, or a locale code.
    pub(crate) name: Option<String>,
    /// Folder with kb.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) site: PathBuf,
    /// Theme to copy from; that of the first brand where it is left out.
    #[arg(long)]
    pub(crate) theme: Option<String>,
    /// Replace a file that is already there.
    #[arg(long)]
    pub(crate) force: bool,
    /// List what can be copied.
    #[arg(long)]
    pub(crate) list: bool,
}

/// What can be copied into a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ejectable {
    /// A template, style sheet or script.
    Theme,
    /// The interface texts of a locale.
    Messages,
}
