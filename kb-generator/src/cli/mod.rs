//! The command line: what `kb` is asked, and what it answers.
//!
//! Exit codes: 0 everything was done; 1 there is something to mend
//! (diagnostics under `--strict`, any error in `check`, outdated translations
//! in `status`, no hit in `search`, a case of a form that does not hold); 2 the command or `kb.toml` is wrong;
//! 3 the machine refused (disk, rights).

mod arguments;
mod assets;
mod build;
mod eject;
mod fix;
mod form;
mod new;
mod output;
mod proactive;
mod search;
mod status;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use kb_generator::build::{BuildError, BuildOptions};
use kb_generator::config::{Brand, ConfigError, SiteConfig, checked_origin};
use kb_generator::content::date::Date;
use kb_generator::diagnostic::did_you_mean;

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
        Command::Proactive(what) => proactive::run(what),
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
    for given in &site.base_url {
        let (brands, url) = for_brands(&mut config, "--base-url", given)?;
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(Failure::usage(format!(
                "`--base-url {given}` is not an address\n  help: write https://help.example.com/, or BRAND=https://…"
            )));
        }
        for brand in brands {
            let url = url.replace("{brand}", &brand.name);
            brand.set_base_url(&url);
        }
    }
    for given in &site.relay {
        let (brands, url) = for_brands(&mut config, "--relay", given)?;
        let Some(origin) = checked_origin(url) else {
            return Err(Failure::usage(format!(
                "`--relay {given}` is not the address of a server\n  help: write https://chat.example.com, or BRAND=https://…"
            )));
        };
        brands.for_each(|brand| brand.set_relay(&origin));
    }
    let options = BuildOptions {
        as_of: site.as_of.unwrap_or_else(now),
        search_assets: assets::search(site.assets.as_deref())?,
        form_assets: assets::forms(site.assets.as_deref())?,
        widget_assets: assets::widget(site.assets.as_deref())?,
        diagram_script: assets::diagram_script(site.assets.as_deref())?,
        with_internal: site.audience == arguments::Audience::Internal,
        brands: site.brand.clone(),
        force: false,
        locked: false,
    };
    Ok((config, options))
}

/// The brands that `URL` or `BRAND=URL` is about, and the address.
fn for_brands<'a, 'b>(
    config: &'a mut SiteConfig,
    option: &str,
    given: &'b str,
) -> Result<(impl Iterator<Item = &'a mut Brand>, &'b str), Failure> {
    let (name, url) = match given.split_once('=') {
        Some((name, url)) if !name.contains(':') => (Some(name), url),
        _ => (None, given),
    };
    if let Some(name) = name
        && !config.brands.iter().any(|brand| brand.name == name)
    {
        let known: Vec<&str> = config.brands.iter().map(|brand| brand.name.as_str()).collect();
        return Err(Failure::usage(format!(
            "`{option}` names brand `{name}`, which does not exist\n  help: {}",
            did_you_mean(name, known.iter().copied())
                .unwrap_or_else(|| format!("known: {}", known.join(", ")))
        )));
    }
    let brands = config.brands.iter_mut();
    Ok((brands.filter(move |brand| name.is_none_or(|name| name == brand.name)), url))
}

/// The one place that asks the clock, and only without `--as-of`.
#[expect(clippy::disallowed_methods, reason = "the edge of the program; everything else is told")]
fn now() -> Date {
    let elapsed =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Date::from_unix_seconds(i64::try_from(elapsed.as_secs()).unwrap_or(0))
}

fn serve(options: &arguments::ServeArguments) -> Result<(), Failure> {
    let (config, build_options) = load(&options.site)?;
    let output = Output::new(options.format, options.quiet);
    kb_generator::serve::serve(config, build_options, options.port, &|event| output.serving(event))
        .map_err(Failure::Machine)
}
