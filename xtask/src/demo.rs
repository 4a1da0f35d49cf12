//! Builds the demo sites and shows them: `cargo xtask demo`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};

use crate::places::Places;
use crate::progress::{Activity, seconds};
use crate::relay::{self, RelayBrand};
use crate::run;
use crate::serve::{Port, Site};
use crate::wasm::{self, Optimize};

/// What the forms of the demo keep of answers, as in its kb.toml.
const ATTRIBUTES: &str = "[attributes]\ncustomer = [\"newsletterBool\"]\n\
     conversation = [\"topicStr\", \"bikeStr\", \"orderIdStr\", \"sourceStr\"]\n";
/// First port of the page that embeds the widget.
const FIRST_HOST_PORT: u16 = 4080;
/// First port of the relay.
const FIRST_RELAY_PORT: u16 = 4200;
/// How often `--watch` looks for changed files.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// What `--watch` looks at, from the root of the clone.
const WATCHED: [&str; 6] = [
    "tests/fixtures/sites/demo",
    "themes",
    "locales",
    "kb-generator",
    "widget/protocol/src",
    "Cargo.toml",
];

/// One brand of the demo, built.
#[derive(Clone, Debug)]
pub(crate) struct BuiltSite {
    pub(crate) brand: String,
    pub(crate) folder: PathBuf,
}

/// Options of `cargo xtask demo`.
#[derive(Clone, Debug)]
pub(crate) struct DemoOptions {
    pub(crate) port: u16,
    pub(crate) watch: bool,
    pub(crate) serve: bool,
}

/// Builds, serves and prints the addresses; returns only with `--no-serve`.
pub(crate) fn command(places: &Places, options: &DemoOptions) -> Result<()> {
    let started = Instant::now();
    let output = places.product("demo");
    let ports = take_ports(places, options.port)?;
    let base_urls = base_urls(&ports, "/");
    let relay_port = Port::free(FIRST_RELAY_PORT)?;
    let relay_origin = relay::origin(relay_port);
    let sites = build_all(places, &output, &base_urls, &relay_origin, Optimize::IfCached)?;
    if !options.serve {
        println!(
            "{} demo site(s) in {} ({})",
            sites.len(),
            output.display(),
            seconds(started.elapsed())
        );
        return Ok(());
    }
    let host = Port::take(FIRST_HOST_PORT)?;
    let host_origin = format!("http://127.0.0.1:{}", host.number());
    let brands: Vec<RelayBrand> = base_urls
        .iter()
        .map(|(brand, url)| RelayBrand {
            id: brand.clone(),
            origins: vec![url.trim_end_matches('/').to_owned(), host_origin.clone()],
            help_site: Some(url.clone()),
            has_articles: true,
            site: sites.iter().find(|site| site.brand == *brand).map(|site| site.folder.clone()),
        })
        .collect();
    let relay =
        relay::start(places, &places.product("demo-server"), relay_port, &brands, ATTRIBUTES)?;
    // A route of the contact form lets it hear of refunds.
    relay::keep_hook(places, &places.product("demo-server"), "refunds", "pedalo")?;
    let host_folder = places.product("demo-host");
    let key = relay::key_of(sites.first().map_or("", |site| &site.brand));
    let [chat, articles] = relay::FIXTURE_KEYS;
    let site = base_urls.values().next_back().map_or("", |url| url);
    let site = site.trim_start_matches("http://").trim_end_matches('/');
    relay::host_pages(
        places,
        &host_folder,
        &[
            (relay::FIXTURE_HOST, relay.host()),
            (relay::FIXTURE_SITE, site),
            (chat, &key),
            (articles, &key),
        ],
    )?;
    println!();
    for (brand, site) in serve(sites, ports)? {
        println!("  help site {brand}: {}", site.url());
    }
    println!(
        "  chat on a page of somebody else: {}articles.html",
        host.serve(host_folder, "/").url()
    );
    println!(
        "  inbox: {} as {} with the password `{}`",
        relay.inbox(),
        relay::AGENT_EMAIL,
        relay::AGENT_PASSWORD
    );
    println!("\nready after {}; stop with Ctrl-C", seconds(started.elapsed()));
    if !options.watch {
        loop {
            thread::park();
        }
    }
    println!("watching for changes");
    watch(places, || {
        let started = Instant::now();
        match build_all(places, &output, &base_urls, &relay_origin, Optimize::IfCached) {
            Ok(_) => println!("rebuilt ({})", seconds(started.elapsed())),
            // A half-saved file is no reason to stop showing the old site.
            Err(error) => println!("{error:#}"),
        }
    })
}

/// Builds everything the demo needs, then the sites.
pub(crate) fn build_all(
    places: &Places,
    output: &Path,
    base_urls: &BTreeMap<String, String>,
    relay: &str,
    optimize: Optimize,
) -> Result<Vec<BuiltSite>> {
    build_kb(places)?;
    let assets = wasm::build(places, optimize)?;
    build_sites(places, &assets, output, base_urls, relay)
}

/// Compiles `kb` and copies it to this clone.
pub(crate) fn build_kb(places: &Places) -> Result<PathBuf> {
    build_program(places, "kb")
}

/// Compiles a program and copies it to this clone. As part of the whole
/// workspace: the features of its dependencies are those of the tests then, and
/// nothing is compiled twice.
pub(crate) fn build_program(places: &Places, name: &str) -> Result<PathBuf> {
    let _lock = places.lock("target")?;
    let mut cargo = run::cargo(places);
    cargo.args(["build", "--workspace", "--bin", name]);
    run::compile(&format!("compile {name}"), &mut cargo)
        .with_context(|| format!("cannot compile `{name}`"))?;
    let built = places
        .native_target()
        .join("debug")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let copy = places.program(name);
    let folder = places.product("bin");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    // A program that is running cannot be overwritten, but it can be replaced.
    let aside = copy.with_extension("new");
    fs::copy(&built, &aside).with_context(|| format!("cannot copy `{}`", built.display()))?;
    fs::rename(&aside, &copy).with_context(|| format!("cannot write `{}`", copy.display()))?;
    Ok(copy)
}

/// Runs `kb build` on the demo, every brand with its own address and all with
/// the same relay.
pub(crate) fn build_sites(
    places: &Places,
    assets: &Path,
    output: &Path,
    base_urls: &BTreeMap<String, String>,
    relay: &str,
) -> Result<Vec<BuiltSite>> {
    let mut command = kb_build(places, &places.demo_source(), output, assets, relay);
    for (brand, url) in base_urls {
        command.arg("--base-url").arg(format!("{brand}={url}"));
    }
    run::visible(&mut command).context("cannot build the demo sites")?;
    find_sites(places, output)
}

/// `kb build` from one folder into another; `relay` is empty where there is none.
fn kb_build(places: &Places, source: &Path, output: &Path, assets: &Path, relay: &str) -> Command {
    let mut command = Command::new(places.program("kb"));
    command.current_dir(&places.root).arg("build").arg("--site").arg(source);
    command.arg("--output").arg(output).arg("--assets").arg(assets);
    if !relay.is_empty() {
        command.arg("--relay").arg(relay);
    }
    // Looking at the demo changes no file of the clone.
    command.arg("--locked");
    run::forget_this_cargo(&mut command);
    command
}

/// The brands of `kb.toml` that were built.
fn find_sites(places: &Places, output: &Path) -> Result<Vec<BuiltSite>> {
    let sites: Vec<BuiltSite> = brands(places)?
        .into_iter()
        .map(|brand| BuiltSite { folder: output.join(&brand), brand })
        .filter(|site| site.folder.join("index.html").is_file())
        .collect();
    if sites.is_empty() {
        bail!("`kb build` left no site in `{}`", output.display());
    }
    Ok(sites)
}

/// Names of the brands in the demo's `kb.toml`, in the order of the file.
pub(crate) fn brands(places: &Places) -> Result<Vec<String>> {
    let path = places.demo_source().join("kb.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let config: toml::Table =
        text.parse().with_context(|| format!("cannot parse `{}`", path.display()))?;
    let brands = config.get("brands").and_then(toml::Value::as_table);
    let names: Vec<String> = brands.into_iter().flat_map(|brands| brands.keys().cloned()).collect();
    if names.is_empty() {
        bail!("`{}` names no brand", path.display());
    }
    Ok(names)
}

/// One port for each brand, from `first` up.
pub(crate) fn take_ports(places: &Places, first: u16) -> Result<BTreeMap<String, Port>> {
    let mut next = first;
    let mut ports = BTreeMap::new();
    for brand in brands(places)? {
        let port = Port::take(next)?;
        next = port.number().saturating_add(1);
        ports.insert(brand, port);
    }
    Ok(ports)
}

/// The address of each brand on its port.
pub(crate) fn base_urls(ports: &BTreeMap<String, Port>, prefix: &str) -> BTreeMap<String, String> {
    ports
        .iter()
        .map(|(brand, port)| (brand.clone(), format!("http://127.0.0.1:{}{prefix}", port.number())))
        .collect()
}

/// Builds one brand as another host would have it: below a path, and with
/// every optional feature of `kb.toml` switched on.
pub(crate) fn build_variant(
    places: &Places,
    brand: &str,
    base_url: &str,
    relay: &str,
) -> Result<BuiltSite> {
    let change = |config: &mut toml::Table| {
        let features = config.entry("features").or_insert_with(|| toml::Table::new().into());
        let features = features.as_table_mut().context("`features` of kb.toml is no table")?;
        let optional =
            ["feeds", "json_api", "llms_txt", "precompress", "service_worker", "social_images"];
        features.extend(optional.map(|name| (name.to_owned(), true.into())));
        Ok(())
    };
    build_changed(places, "variant", brand, base_url, relay, change)
}

/// Builds one brand as somebody would have it who has no relay: its forms go to
/// `fallback`.
pub(crate) fn build_without_relay(
    places: &Places,
    brand: &str,
    base_url: &str,
    fallback: &str,
) -> Result<BuiltSite> {
    let change = |config: &mut toml::Table| {
        let brands = config.get_mut("brands").and_then(toml::Value::as_table_mut);
        let own = brands.and_then(|brands| brands.get_mut(brand)?.as_table_mut());
        let own = own.context("the demo's kb.toml has no such brand")?;
        own.remove("records");
        let value = |name: &str, text: &str| {
            toml::Value::Table([(name.to_owned(), text.into())].into_iter().collect())
        };
        own.insert("widget".to_owned(), value("mode", "none"));
        own.insert("forms".to_owned(), value("fallback", fallback));
        Ok(())
    };
    let scheme = fallback.split(':').next().unwrap_or_default();
    build_changed(places, scheme, brand, base_url, "", change)
}

/// Builds one brand from a copy of the demo with another `kb.toml`.
fn build_changed(
    places: &Places,
    name: &str,
    brand: &str,
    base_url: &str,
    relay: &str,
    change: impl FnOnce(&mut toml::Table) -> Result<()>,
) -> Result<BuiltSite> {
    let source = places.product(&format!("test-{name}-source"));
    let output = places.product(&format!("test-{name}"));
    for folder in [&source, &output] {
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot remove `{}`", folder.display()))?;
        }
    }
    copy_folder(&places.demo_source(), &source)?;
    let path = source.join("kb.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut config: toml::Table =
        text.parse().with_context(|| format!("cannot parse `{}`", path.display()))?;
    change(&mut config)?;
    let text = toml::to_string(&config).context("cannot write kb.toml again")?;
    fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    let mut command = kb_build(places, &source, &output, &places.assets(), relay);
    command.args(["--brand", brand, "--base-url", base_url, "--quiet"]);
    run::visible(&mut command).with_context(|| format!("cannot build the demo for {base_url}"))?;
    Ok(BuiltSite { brand: brand.to_owned(), folder: output.join(brand) })
}

/// Copies a folder with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create `{}`", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read `{}`", from.display()))? {
        let entry = entry.with_context(|| format!("cannot read `{}`", from.display()))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("cannot write `{}`", target.display()))?;
        }
    }
    Ok(())
}

/// Starts a server for each site.
pub(crate) fn serve(
    sites: Vec<BuiltSite>,
    mut ports: BTreeMap<String, Port>,
) -> Result<Vec<(String, Site)>> {
    sites
        .into_iter()
        .map(|site| {
            let port = ports
                .remove(&site.brand)
                .with_context(|| format!("no port was taken for brand `{}`", site.brand))?;
            Ok((site.brand, port.serve(site.folder, "/")))
        })
        .collect()
}

/// Calls `changed` after every change, for ever.
fn watch(places: &Places, mut changed: impl FnMut()) -> ! {
    let mut seen = newest(places);
    loop {
        thread::sleep(LOOK_EVERY);
        let now = newest(places);
        if now != seen {
            seen = now;
            changed();
        }
    }
}

/// The number of watched files and the latest change among them.
fn newest(places: &Places) -> (usize, Option<SystemTime>) {
    let mut count = 0;
    let mut latest = None;
    let mut folders: Vec<PathBuf> = WATCHED.iter().map(|path| places.root.join(path)).collect();
    while let Some(path) = folders.pop() {
        let Ok(metadata) = fs::metadata(&path) else { continue };
        count += 1;
        latest = latest.max(metadata.modified().ok());
        if metadata.is_dir()
            && let Ok(entries) = fs::read_dir(&path)
        {
            folders.extend(entries.flatten().map(|entry| entry.path()));
        }
    }
    (count, latest)
}

/// Builds the demo twice and fails on the first byte that differs.
pub(crate) fn build_twice(
    places: &Places,
    base_urls: &BTreeMap<String, String>,
    relay: &str,
) -> Result<Vec<BuiltSite>> {
    let output = places.product("test-demo");
    let again = places.product("test-demo-again");
    for folder in [&output, &again] {
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot remove `{}`", folder.display()))?;
        }
    }
    build_kb(places)?;
    let sites = build_sites(places, &places.assets(), &output, base_urls, relay)?;
    build_sites(places, &places.assets(), &again, base_urls, relay)?;
    let activity = Activity::start("compare both builds byte by byte");
    let (one, two) = (tree(&output)?, tree(&again)?);
    if let Some(path) = one.keys().chain(two.keys()).find(|path| one.get(*path) != two.get(*path)) {
        bail!(
            "two builds of the same input differ in `{}`; compare `{}` with `{}`",
            path.display(),
            output.display(),
            again.display()
        );
    }
    activity.done();
    let bytes: usize = one.values().map(Vec::len).sum();
    println!("  {} files, {bytes} bytes, equal in both builds", one.len());
    fs::remove_dir_all(&again).with_context(|| format!("cannot remove `{}`", again.display()))?;
    Ok(sites)
}

/// Every file below `folder` by its relative path.
///
/// What `kb build` remembers for the next build (names with a leading dot)
/// is no part of a site.
pub(crate) fn tree(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        let entries =
            fs::read_dir(&at).with_context(|| format!("cannot read folder `{}`", at.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read folder `{}`", at.display()))?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes =
                    fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
                let relative = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
                files.insert(relative, bytes);
            }
        }
    }
    Ok(files)
}
