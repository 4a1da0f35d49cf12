//! `kb search`: the site's own search, from the shell.

use kb_generator::build;
use kb_generator::config::SiteConfig;
use kb_generator::diagnostic::did_you_mean;
use kb_locales::Locale;
use kb_search::{QueryOptions, search_files};

use super::arguments::SearchArguments;
use super::output::Output;
use super::{Failure, load};

pub(super) fn run(arguments: &SearchArguments) -> Result<(), Failure> {
    let (config, options) = load(&arguments.site)?;
    let output = Output::new(arguments.format, false);
    let mut found = 0;
    for brand in build::chosen_brands(&config, &options)? {
        let locale = locale(&config, arguments.locale.as_deref())?;
        let dir = build::target_of(&config, brand).join(locale.code()).join("search");
        let root = root_file(&dir).ok_or_else(|| {
            Failure::usage(format!(
                "there is no search index in `{}`\n  help: run `kb build` first",
                dir.display()
            ))
        })?;
        let query = QueryOptions { limit: arguments.limit, ..QueryOptions::default() };
        let answer = search_files(&root, &arguments.query, query, &mut |name: &str| {
            std::fs::read(dir.join(name)).ok()
        })
        .map_err(|error| {
            Failure::Machine(anyhow::Error::new(error).context("cannot read the search index"))
        })?;
        found += answer.hits.len();
        if let Some(corrected) = &answer.corrected {
            output.line(&format!("showing results for \"{corrected}\""));
        }
        for hit in &answer.hits {
            let section = hit.section.as_ref();
            let anchor = section.map_or(String::new(), |s| format!("#{}", s.anchor));
            let text: String = hit.excerpt.iter().map(|piece| piece.text.as_str()).collect();
            output
                .line(&format!("{}\n  {}{}{anchor}\n  {text}", hit.title, brand.base_url, hit.url));
            output.data(&serde_json::json!({
                "brand": brand.name, "locale": locale.code(), "title": hit.title, "url": hit.url,
                "section": section.map(|s| s.heading.clone()), "excerpt": text,
            }));
        }
    }
    if found == 0 {
        output.line(&format!("nothing found for \"{}\"", arguments.query));
        return Err(Failure::Content);
    }
    Ok(())
}

fn locale(config: &SiteConfig, code: Option<&str>) -> Result<Locale, Failure> {
    let Some(code) = code else { return Ok(config.default_locale.clone()) };
    config.locales.iter().find(|l| l.code().eq_ignore_ascii_case(code)).cloned().ok_or_else(|| {
        let known: Vec<&str> = config.locales.iter().map(Locale::code).collect();
        let help = did_you_mean(code, known.iter().copied())
            .unwrap_or_else(|| format!("known: {}", known.join(", ")));
        Failure::usage(format!("the site has no locale `{code}`\n  help: {help}"))
    })
}

fn root_file(dir: &std::path::Path) -> Option<String> {
    std::fs::read_dir(dir).ok()?.flatten().find_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        (name.starts_with("root.") && name.ends_with(".bin")).then_some(name)
    })
}
