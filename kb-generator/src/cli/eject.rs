//! `kb eject`: copies one default into the site, to start from.

use std::path::Path;

use kb_generator::config::SiteConfig;
use kb_generator::diagnostic::did_you_mean;
use kb_locales::Locale;
use kb_themes::Theme;

use super::Failure;
use super::arguments::{EjectArguments, Ejectable};

pub(super) fn run(arguments: &EjectArguments) -> Result<(), Failure> {
    let config = SiteConfig::load(&arguments.site)?;
    let theme_name = arguments.theme.clone().unwrap_or_else(|| {
        config.brands.first().map_or_else(|| "plain".to_owned(), |brand| brand.theme.clone())
    });
    let (theme, _) = Theme::open(&theme_name, Some(&config.dir.join("theme")))
        .map_err(|error| Failure::Usage(error.into()))?;
    match (arguments.what, &arguments.name) {
        (Some(Ejectable::Theme), Some(name)) => {
            eject_theme_file(&config, &theme, name, arguments.force)
        }
        (Some(Ejectable::Messages), Some(code)) => eject_messages(&config, code, arguments.force),
        _ if arguments.list || arguments.what.is_some() => {
            list(&theme, arguments.what);
            Ok(())
        }
        _ => Err(Failure::usage(
            "what is to be copied?\n  help: `kb eject --list` tells what there is",
        )),
    }
}

fn list(theme: &Theme, what: Option<Ejectable>) {
    if what != Some(Ejectable::Messages) {
        for file in theme.files().iter().filter(|file| file.theme.is_some()) {
            let mark = if file.overridden { "  (overridden)" } else { "" };
            println!("kb eject theme {}{mark}", file.path);
        }
    }
    if what != Some(Ejectable::Theme) {
        for code in kb_locales::embedded_locales() {
            println!("kb eject messages {code}");
        }
    }
}

fn eject_theme_file(
    config: &SiteConfig,
    theme: &Theme,
    name: &str,
    force: bool,
) -> Result<(), Failure> {
    let name = name.trim_start_matches("theme/");
    let Some((from, bytes)) = theme.default_file(name) else {
        let help = theme.nearest_path(name).map_or_else(
            || "`kb eject theme --list` tells what there is".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::usage(format!(
            "theme `{}` has no file `{name}`\n  help: {help}",
            theme.name()
        )));
    };
    let path = format!("theme/{name}");
    write(&config.dir.join(&path), bytes, &path, Some(force))?;
    println!("copied {name} of theme {from} to {path}; it now replaces the theme's own");
    Ok(())
}

fn eject_messages(config: &SiteConfig, code: &str, force: bool) -> Result<(), Failure> {
    let messages =
        Locale::parse(code).ok().and_then(|locale| kb_locales::default_messages(&locale));
    let Some(messages) = messages else {
        let help = did_you_mean(code, kb_locales::embedded_locales().iter().copied())
            .unwrap_or_else(|| format!("known: {}", kb_locales::embedded_locales().join(", ")));
        return Err(Failure::usage(format!("there are no messages for `{code}`\n  help: {help}")));
    };
    let path = format!("locales/{code}/site.ftl");
    write(&config.dir.join(&path), messages.as_bytes(), &path, Some(force))?;
    println!("copied the messages of {code} to {path}; remove those that you do not change");
    Ok(())
}

/// Writes a file for the author. `force` is that option's value; `None` for
/// commands without it.
pub(super) fn write(
    file: &Path,
    bytes: &[u8],
    shown: &str,
    force: Option<bool>,
) -> Result<(), Failure> {
    if file.exists() && force != Some(true) {
        let help = if force.is_some() { "--force replaces it" } else { "choose another name" };
        return Err(Failure::usage(format!("`{shown}` is already there\n  help: {help}")));
    }
    kb_generator::publish::create_file(file, bytes)?;
    Ok(())
}
