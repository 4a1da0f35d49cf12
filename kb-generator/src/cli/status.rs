//! `kb status`: how translations stand to their sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kb_generator::config::SiteConfig;
use kb_generator::content::article::{Article, Freshness, State};
use kb_generator::content::date::Date;
use kb_generator::content::front_matter_edit::set_key;
use kb_generator::diagnostic::did_you_mean;
use kb_generator::publish::replace_file;
use kb_generator::sources::Sources;
use kb_locales::Locale;

use super::Failure;
use super::arguments::{FailOn, Format, StatusArguments};
use super::output::Output;

pub(super) fn run(arguments: &StatusArguments) -> Result<(), Failure> {
    let config = SiteConfig::load(&arguments.site)?;
    let output = Output::new(arguments.format, false);
    let sources = Sources::read(&config, &mut Vec::new())?;
    if let Some(files) = &arguments.accept {
        return accept(&config, &sources, files, &output);
    }
    let locales = locales(&config, arguments.locale.as_deref())?;
    let as_of = super::now();
    let mut fails = false;
    for locale in locales {
        let mut counts: BTreeMap<Freshness, usize> = BTreeMap::new();
        for article in sources.content.articles.iter().filter(|a| counts_for(a, as_of)) {
            if article.source == locale {
                continue;
            }
            let freshness = match article.freshness(&locale) {
                // A text in another locale alone is nobody's translation.
                Freshness::Missing if !article.versions.contains_key(&article.source) => continue,
                freshness => freshness,
            };
            *counts.entry(freshness).or_default() += 1;
            fails |= arguments.fail_on.iter().any(|state| matches_state(*state, freshness));
            let path = article
                .versions
                .get(&locale)
                .unwrap_or_else(|| article.source_version())
                .path
                .clone();
            output.data(&serde_json::json!({
                "locale": locale.code(), "id": article.id, "state": freshness, "path": path,
            }));
            if freshness != Freshness::Fresh {
                output.line(&format!("{:8} {:7} {path}", locale.code(), name(freshness)));
            }
        }
        let list: Vec<String> =
            counts.iter().map(|(state, count)| format!("{count} {}", name(*state))).collect();
        let list = if list.is_empty() { "source locale".to_owned() } else { list.join(", ") };
        output.line(&format!("{}: {list}", locale.code()));
    }
    if fails && arguments.format == Format::Human {
        output
            .line("help: translate again, or `kb status --accept FILE` if nothing needs to change");
    }
    if fails { Err(Failure::Content) } else { Ok(()) }
}

fn counts_for(article: &Article, as_of: Date) -> bool {
    article.front.state(as_of) != State::Archived
}

fn matches_state(wanted: FailOn, freshness: Freshness) -> bool {
    matches!(
        (wanted, freshness),
        (FailOn::Stale, Freshness::Stale)
            | (FailOn::Missing, Freshness::Missing)
            | (FailOn::Orphan, Freshness::Orphan)
    )
}

fn name(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Fresh => "fresh",
        Freshness::Stale => "stale",
        Freshness::Missing => "missing",
        Freshness::Orphan => "orphan",
    }
}

fn locales(config: &SiteConfig, only: Option<&str>) -> Result<Vec<Locale>, Failure> {
    let others = || config.locales.iter().filter(|l| **l != config.default_locale);
    let Some(code) = only else { return Ok(others().cloned().collect()) };
    config
        .locales
        .iter()
        .find(|locale| locale.code().eq_ignore_ascii_case(code))
        .cloned()
        .map_or_else(
            || {
                let known = config.locales.iter().map(Locale::code);
                let help = did_you_mean(code, known.clone())
                    .unwrap_or_else(|| format!("known: {}", known.collect::<Vec<_>>().join(", ")));
                Err(Failure::usage(format!("the site has no locale `{code}`\n  help: {help}")))
            },
            |locale| Ok(vec![locale]),
        )
}

/// Records in each translation the hash of the source it was made from.
fn accept(
    config: &SiteConfig,
    sources: &Sources,
    files: &[PathBuf],
    output: &Output,
) -> Result<(), Failure> {
    let mut wanted: Vec<(&Path, bool)> = files.iter().map(|f| (f.as_path(), false)).collect();
    let mut accepted = 0;
    for article in &sources.content.articles {
        let Some(source) = article.versions.get(&article.source) else { continue };
        for (locale, version) in &article.versions {
            if *locale == article.source {
                continue;
            }
            let is_wanted =
                match wanted.iter_mut().find(|(file, _)| names(file, config, &version.path)) {
                    Some((_, found)) => {
                        *found = true;
                        true
                    }
                    None => files.is_empty(),
                };
            if !is_wanted || version.front.source_hash.as_ref() == Some(&source.content_hash) {
                continue;
            }
            let file = config.dir.join(&version.path);
            let text = std::fs::read_to_string(&file).map_err(|e| Failure::Machine(e.into()))?;
            replace_file(&file, set_key(&text, "source_hash", &source.content_hash))?;
            output.line(&format!("accepted {}", version.path));
            accepted += 1;
        }
    }
    if let Some((file, _)) = wanted.iter().find(|(_, found)| !found) {
        let file = file.display().to_string();
        let known = sources.content.articles.iter().flat_map(|article| {
            article.versions.iter().filter(|(locale, _)| **locale != article.source).map(|(_, v)| v)
        });
        let help = did_you_mean(&file, known.map(|version| version.path.as_str()))
            .unwrap_or_else(|| "name a translation as `kb status` lists it".into());
        return Err(Failure::usage(format!(
            "`{file}` is not a translation of this site\n  help: {help}"
        )));
    }
    let plural = if accepted == 1 { "" } else { "s" };
    output.line(&format!("{accepted} translation{plural} accepted"));
    Ok(())
}

/// Whether a path on the command line means a file of the site.
fn names(file: &Path, config: &SiteConfig, path: &str) -> bool {
    file == Path::new(path)
        || file
            .canonicalize()
            .is_ok_and(|file| config.dir.join(path).canonicalize().is_ok_and(|other| other == file))
}
