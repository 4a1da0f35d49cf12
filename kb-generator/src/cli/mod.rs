//! The command line: what `kb` is asked, and what it answers.
//!
//! Exit codes: 0 everything was done; 1 there is something to mend
//! (diagnostics under `--strict`, any error in `check`, outdated translations
//! in `status`, no hit in `search`, a case of a form that does not hold); 2 the command or `kb.toml` is wrong;
//! 3 the machine refused (disk, rights).

mod arguments;
mod build;
mod eject;
mod fix;
mod form;
mod new;
mod output;
mod search;
mod status;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use kb_generator::build::{BuildError, BuildOptions};
use kb_generator::config::{ConfigError, SiteConfig};
use kb_generator::content::date::Date;
use kb_generator::diagnostic::did_you_mean;
use kb_generator::render::SearchAssets;

use arguments::{Arguments, Command, SiteArguments};
use output::Output;

/// What ends a command before its work is done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something in the content is to be mended: exit code 1.
    Content,
    /// The command or the settings are wrong: exit code 2.
    Usage(anyhow::Error),
    /// The machine refused: exit code 3.
    Machine(anyhow::Error),
}

impl Failure {
    fn usage(message: impl std::fmt::Display) -> Self {
        Self::Usage(anyhow::anyhow!("{message}"))
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Read { ref path, .. } => {
                let dir = path.parent().unwrap_or(Path::new(".")).display().to_string();
                Self::Usage(anyhow::Error::new(error).context(format!(
                    "there is no site in `{dir}`\n  help: `kb new site {dir}` makes one; \
                     `--site DIR` names another"
                )))
            }
            error @ ConfigError::Invalid { .. } => Self::Usage(error.into()),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Publish(_) | BuildError::Index { .. } => Self::Machine(error.into()),
            _ => Self::Usage(error.into()),
        }
    }
}

impl From<kb_generator::publish::PublishError> for Failure {
    fn from(error: kb_generator::publish::PublishError) -> Self {
        Self::Machine(error.into())
    }
}

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Build(options) => build::build(options),
        Command::Check(options) => build::check(options),
        Command::Serve(options) => serve(options),
        Command::New(what) => new::run(what),
        Command::Status(options) => status::run(options),
        Command::Search(options) => search::run(options),
        Command::Form(what) => form::run(what),
        Command::Eject(options) => eject::run(options),
        Command::Schema => {
            let schema = kb_generator::config::json_schema();
            println!("{}", serde_json::to_string_pretty(&schema).unwrap_or_default());
            Ok(())
        }
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut Arguments::command(),
                "kb",
                &mut std::io::stdout(),
            );
            Ok(())
        }
        Command::Man => clap_mangen::Man::new(Arguments::command())
            .render(&mut std::io::stdout())
            .map_err(|error| Failure::Machine(error.into())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Content) => ExitCode::from(1),
        Err(Failure::Usage(error)) => fail(2, &error),
        Err(Failure::Machine(error)) => fail(3, &error),
    }
}

fn fail(code: u8, error: &anyhow::Error) -> ExitCode {
    // Help stands last, below the causes.
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let mut helps = Vec::new();
    for (depth, cause) in causes.iter().enumerate() {
        let (message, help) = cause.split_once("\n  help: ").unwrap_or((cause, ""));
        let prefix = if depth == 0 { "kb: " } else { "  because: " };
        eprintln!("{prefix}{message}");
        if !help.is_empty() {
            helps.push(help.to_owned());
        }
    }
    for help in helps {
        eprintln!("  help: {help}");
    }
    ExitCode::from(code)
}

/// Reads the settings and applies what the command line changes.
fn load(site: &SiteArguments) -> Result<(SiteConfig, BuildOptions), Failure> {
    let mut config = SiteConfig::load(&site.site)?;
    for base_url in &site.base_url {
        let (brand, url) = match base_url.split_once('=') {
            Some((brand, url)) if !brand.contains(':') => (Some(brand), url),
            _ => (None, base_url.as_str()),
        };
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(Failure::usage(format!(
                "`--base-url {base_url}` is not an address\n  help: write https://help.example.com/, or BRAND=https://…"
            )));
        }
        let known: Vec<String> = config.brands.iter().map(|brand| brand.name.clone()).collect();
        if let Some(name) = brand
            && !known.iter().any(|k| k == name)
        {
            return Err(Failure::usage(format!(
                "`--base-url` names brand `{name}`, which does not exist\n  help: {}",
                did_you_mean(name, known.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("known: {}", known.join(", ")))
            )));
        }
        for each in &mut config.brands {
            if brand.is_none_or(|name| name == each.name) {
                let url = url.replace("{brand}", &each.name);
                each.set_base_url(&url);
            }
        }
    }
    let options = BuildOptions {
        as_of: site.as_of.unwrap_or_else(now),
        search_assets: search_assets(site.assets.as_deref())?,
        diagram_script: diagram_script(site.assets.as_deref())?,
        with_internal: site.audience == arguments::Audience::Internal,
        brands: site.brand.clone(),
        force: false,
        locked: false,
    };
    Ok((config, options))
}

/// The one place that asks the clock, and only without `--as-of`.
#[expect(clippy::disallowed_methods, reason = "the edge of the program; everything else is told")]
fn now() -> Date {
    let elapsed =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Date::from_unix_seconds(i64::try_from(elapsed.as_secs()).unwrap_or(0))
}

/// The search module: from `--assets`, else the one inside the program.
fn search_assets(dir: Option<&Path>) -> Result<Option<SearchAssets>, Failure> {
    let Some(dir) = dir else { return Ok(embedded_assets()) };
    let read = |name: &str| {
        std::fs::read(dir.join(name)).map_err(|error| {
            Failure::Usage(anyhow::Error::new(error).context(format!(
                "cannot read `{name}` of --assets `{}`\n  help: `cargo xtask wasm` makes it",
                dir.display()
            )))
        })
    };
    Ok(Some(SearchAssets { script: read("search.js")?, wasm: read("search.wasm")? }))
}

/// The script that draws diagrams, where the folder of `--assets` has it.
fn diagram_script(dir: Option<&Path>) -> Result<Option<Vec<u8>>, Failure> {
    let Some(file) = dir.map(|dir| dir.join("mermaid.js")) else { return Ok(None) };
    match std::fs::read(&file) {
        Ok(script) => Ok(Some(script)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Usage(
            anyhow::Error::new(error).context(format!("cannot read `{}`", file.display())),
        )),
    }
}

#[cfg(feature = "embed-assets")]
fn embedded_assets() -> Option<SearchAssets> {
    Some(SearchAssets {
        script: include_bytes!(concat!(env!("KB_ASSETS"), "/search.js")).to_vec(),
        wasm: include_bytes!(concat!(env!("KB_ASSETS"), "/search.wasm")).to_vec(),
    })
}

#[cfg(not(feature = "embed-assets"))]
fn embedded_assets() -> Option<SearchAssets> {
    None
}

fn serve(options: &arguments::ServeArguments) -> Result<(), Failure> {
    let (config, build_options) = load(&options.site)?;
    let output = Output::new(options.format, options.quiet);
    kb_generator::serve::serve(config, build_options, options.port, &|event| output.serving(event))
        .map_err(Failure::Machine)
}
