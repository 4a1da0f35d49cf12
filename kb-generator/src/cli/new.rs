//! `kb new`: a site, article, locale or brand to start from.

use std::path::Path;

use kb_generator::config::{CONFIG_FILE, SiteConfig};
use kb_generator::content::category::title_from_name;
use kb_generator::content::slug::derived_id;
use kb_generator::diagnostic::did_you_mean;
use kb_generator::publish::replace_file;
use kb_locales::Locale;

use super::Failure;
use super::arguments::NewCommand;
use super::eject::write;

pub(super) fn run(command: &NewCommand) -> Result<(), Failure> {
    match command {
        NewCommand::Site { dir, title } => site(dir, title),
        NewCommand::Article { path, title, site } => article(site, path, title.as_deref()),
        NewCommand::Locale { code, site } => locale(site, code),
        NewCommand::Brand { name, title, site } => brand(site, name, title.as_deref()),
    }
}

fn site(dir: &Path, title: &str) -> Result<(), Failure> {
    if dir.join(CONFIG_FILE).exists() {
        return Err(Failure::usage(format!("`{}` already has a site", dir.display())));
    }
    let quoted = toml::Value::String(title.to_owned()).to_string();
    let files = [
        (CONFIG_FILE, include_str!("new/kb.toml").replace("\"TITLE\"", &quoted)),
        ("articles/getting-started/_index.md", include_str!("new/category.md").to_owned()),
        ("articles/getting-started/welcome.md", include_str!("new/welcome.md").to_owned()),
        ("articles/getting-started/write-an-article.md", include_str!("new/writing.md").to_owned()),
        (".gitignore", "/public\n".to_owned()),
    ];
    for (path, text) in &files {
        write(&dir.join(path), text.as_bytes(), path, None)?;
    }
    println!(
        "made a site in {}\n\n  kb serve --site {0}    look at it while you write\n  kb build --site {0}    write the finished site to {0}/public",
        dir.display()
    );
    Ok(())
}

fn article(site: &Path, path: &str, title: Option<&str>) -> Result<(), Failure> {
    let config = SiteConfig::load(site)?;
    let key = path.trim_matches('/').trim_end_matches(".md");
    let key = key.strip_prefix(&format!("{}/", config.content.dir)).unwrap_or(key);
    if key.is_empty() || key.split('/').any(|part| part.is_empty() || part == ".." || part == ".") {
        return Err(Failure::usage(format!(
            "`{path}` is no path below `{}`\n  help: write it like riding/unlock-a-bike",
            config.content.dir
        )));
    }
    let title = title.map_or_else(|| title_from_name(key), str::to_owned);
    let quoted = serde_json::to_string(&title).unwrap_or_default();
    // The moment makes the id new even where an article of this name was before.
    let id = derived_id(&format!("{key} {}", super::now()));
    let text =
        format!("---\nid: \"{id}\"\ntitle: {quoted}\ndescription: \"\"\ndraft: true\n---\n\n");
    let shown = format!("{}/{key}.md", config.content.dir);
    write(&config.dir.join(&shown), text.as_bytes(), &shown, None)?;
    println!("made {shown}; remove `draft: true` to publish it");
    Ok(())
}

fn locale(site: &Path, code: &str) -> Result<(), Failure> {
    let config = SiteConfig::load(site)?;
    let locale = Locale::parse(code).map_err(|_| {
        let help = did_you_mean(code, kb_locales::embedded_locales().iter().copied())
            .unwrap_or_else(|| "write a language and perhaps a region, such as de or pt-BR".into());
        Failure::usage(format!("`{code}` is not a locale code\n  help: {help}"))
    })?;
    if config.locales.contains(&locale) {
        return Err(Failure::usage(format!("the site already has the locale `{locale}`")));
    }
    let mut codes: Vec<String> = config.locales.iter().map(|l| format!("\"{l}\"")).collect();
    codes.push(format!("\"{locale}\""));
    let line = format!("locales = [{}]", codes.join(", "));
    let mut lines: Vec<&str> = config.source.lines().collect();
    // Only the list of the whole site: those of brands stand in tables.
    let tables = lines.iter().position(|l| l.trim_start().starts_with('[')).unwrap_or(lines.len());
    let own = lines[..tables].iter().position(|l| {
        l.trim_start()
            .strip_prefix("locales")
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    match own {
        Some(at) if lines[at].contains(']') => lines[at] = &line,
        Some(at) => {
            let end = (at..lines.len()).find(|n| lines[*n].contains(']')).unwrap_or(at);
            lines.splice(at..=end, [line.as_str()]);
        }
        None => lines.insert(tables, &line),
    }
    save_config(&config, &(lines.join("\n") + "\n"))?;
    println!("added {locale} to kb.toml; translate `name.md` as `name.{locale}.md`");
    if kb_locales::default_messages(&locale).is_none() {
        println!(
            "there are no interface texts in this language yet: `kb eject messages en`, move the \
             file to locales/{locale}/site.ftl and translate it"
        );
    }
    Ok(())
}

fn brand(site: &Path, name: &str, title: Option<&str>) -> Result<(), Failure> {
    let config = SiteConfig::load(site)?;
    if config.has_named_brands && config.brands.iter().any(|brand| brand.name == name) {
        return Err(Failure::usage(format!("the site already has the brand `{name}`")));
    }
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    {
        return Err(Failure::usage(format!(
            "`{name}` cannot be a brand's name\n  help: use letters, digits, `-` and `_`"
        )));
    }
    let title = toml::Value::String(title.map_or_else(|| title_from_name(name), str::to_owned));
    let text = format!(
        "{}\n\n[brands.{name}]\ntitle = {title}\ntheme = \"plain\"\n# base_url = \"https://help.example.com/\"\n# include = [\"riding/**\"]\n",
        config.source.trim_end()
    );
    save_config(&config, &text)?;
    println!("added brand {name} to kb.toml; its site is built to public/{name}");
    Ok(())
}

/// Writes kb.toml only if it can still be read afterwards.
fn save_config(config: &SiteConfig, text: &str) -> Result<(), Failure> {
    SiteConfig::parse(&config.dir, text.to_owned())?;
    replace_file(&config.dir.join(CONFIG_FILE), text)?;
    Ok(())
}
