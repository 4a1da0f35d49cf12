//! `kb build` and `kb check`.

use std::time::Instant;

use kb_generator::build;
use kb_generator::publish::replace_file;
use kb_generator::site::LEDGER_FILE;

use super::arguments::{BuildArguments, CheckArguments};
use super::output::Output;
use super::{Failure, fix, load};

/// Said where the program was compiled without its browser parts.
const NO_SEARCH: &str = "this kb was compiled without its search module, so the site cannot be \
                         searched: `cargo xtask dist` compiles one with everything inside, or \
                         name the folder that `cargo xtask wasm` fills with `--assets`";

pub(super) fn build(arguments: &BuildArguments) -> Result<(), Failure> {
    let (mut config, mut options) = load(&arguments.site)?;
    options.locked = arguments.locked;
    options.force = arguments.force || arguments.strict || arguments.check_links;
    if let Some(output) = &arguments.output {
        config.output.clone_from(output);
    }
    let output = Output::new(arguments.format, arguments.quiet);
    let begun = Instant::now();
    let outcome = build::build(&config, &options, &|what, done, total| {
        output.progress(what, done, total);
    });
    output.finish();
    let mut outcome = outcome?;
    if outcome.is_unchanged {
        output.line("nothing has changed since the last build");
        return Ok(());
    }
    if arguments.check_links {
        for site in &outcome.sites {
            let base = config.brands.iter().find(|brand| brand.name == site.brand);
            let base = base.map_or("/", |brand| brand.base_path());
            outcome.diagnostics.extend(kb_generator::link_check::check(&site.dir, base));
        }
    }
    let counts = output.diagnostics(&outcome.diagnostics);
    if config.search.enabled && options.search_assets.is_none() {
        output.line(NO_SEARCH);
    }
    for site in &outcome.sites {
        output.line(&format!(
            "{}: {} pages, {} files, {:.1} MB in {}",
            site.brand,
            site.pages,
            site.files,
            site.bytes as f64 / 1e6,
            site.dir.display()
        ));
        output.data(&serde_json::json!({"built": site}));
    }
    if let Some(ledger) = &outcome.ledger
        && !arguments.locked
    {
        replace_file(&config.dir.join(LEDGER_FILE), ledger)?;
        output.line(&format!(
            "recorded addresses in {LEDGER_FILE}: keep it in version control, so that changed slugs leave redirects"
        ));
    }
    output.line(&format!("built in {:.1} s{}", begun.elapsed().as_secs_f64(), counts.suffix()));
    if arguments.strict && counts.any() {
        return Err(Failure::Content);
    }
    Ok(())
}

pub(super) fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let (config, options) = load(&arguments.site)?;
    let output = Output::new(arguments.format, arguments.quiet);
    if arguments.fix {
        let fixed = fix::give_ids(&config)?;
        let plural = if fixed == 1 { "" } else { "s" };
        output.line(&format!("gave an id to {fixed} article{plural}"));
    }
    let found = build::check(&config, &options, &|what, done, total| {
        output.progress(what, done, total);
    });
    output.finish();
    let counts = output.diagnostics(&found?);
    if counts == super::output::Counts::default() {
        output.line("nothing to mend");
    } else {
        output.line(counts.suffix().trim_start_matches(", "));
    }
    if counts.errors > 0 || (arguments.strict && counts.any()) {
        return Err(Failure::Content);
    }
    Ok(())
}
