//! Starts `kb-server` beside the demo, with an agent who can sign in, and a
//! page of somebody else that embeds the widget.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::demo;
use crate::places::Places;
use crate::run;
use crate::serve::Port;

/// Who signs in to the demo's inbox.
pub(crate) const AGENT_EMAIL: &str = "kim@example.com";
/// A colleague, with the same password.
pub(crate) const COLLEAGUE_EMAIL: &str = "lee@example.com";
/// The agents' password.
pub(crate) const AGENT_PASSWORD: &str = "answers are our trade";
/// Address of the relay in the host pages of tests/fixtures/host.
const FIXTURE_HOST: &str = "127.0.0.1:4310";
/// Widget key in the same pages.
const FIXTURE_KEY: &str = "wk_test_0123456789abcdef";

/// What agents of the demo sort and write by.
const DESK: &str = r#"
[sub_statuses.needs-workshop]
status = "open"
name = { en = "Needs the workshop", de = "Braucht die Werkstatt" }

[sub_statuses.waiting-for-parts]
status = "snoozed"
name = { en = "Waiting for parts", de = "Wartet auf Teile" }
description = { en = "Something was ordered and is on its way.", de = "Etwas ist bestellt und unterwegs." }

[sub_statuses.waiting-for-customer]
status = "snoozed"
name = { en = "Waiting for the customer", de = "Wartet auf Antwort" }

[sub_statuses.refunded]
status = "done"
name = { en = "Refunded", de = "Erstattet" }

[shortcuts.hello]
text.en = "Hello {customer}, this is {agent} from {brand}. How can I help?"
text.de = "Guten Tag {customer}, hier ist {agent} von {brand}. Was kann ich für Sie tun?"
text.ar = "مرحبًا {customer}، معك {agent} من {brand}. كيف يمكنني مساعدتك؟"
text.ja = "{brand}の{agent}です。ご用件をお聞かせください。"

[shortcuts.parts]
text.en = "The part is ordered. You hear from us as soon as it is here."
text.de = "Das Teil ist bestellt. Sie hören von uns, sobald es da ist."
text.ja = "部品を注文しました。届きしだいご連絡します。"
tags = ["parts"]
sub_status = "waiting-for-parts"

[shortcuts.thanks]
text.en = "You are welcome. Have a good ride!"
text.de = "Gern geschehen. Gute Fahrt!"
text.ar = "على الرحب والسعة. رحلة سعيدة!"
text.ja = "どういたしまして。よい一日を!"
status = "done"
"#;

/// A running relay; stops when it is dropped.
pub(crate) struct Relay {
    process: Child,
    /// Host and port.
    host: String,
}

impl Relay {
    /// Address of the relay itself.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.host)
    }

    /// Address of the inbox.
    pub(crate) fn inbox(&self) -> String {
        format!("http://{}/inbox/", self.host)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Builds and starts the relay on the first free port from `port` up. Its
/// database lies in `folder` and is kept; `origins` are those of the pages of
/// each brand, `help_sites` the addresses of its articles, `limits` a section
/// of `server.toml` or nothing.
pub(crate) fn start(
    places: &Places,
    folder: &Path,
    port: u16,
    origins: &BTreeMap<String, Vec<String>>,
    help_sites: &BTreeMap<String, String>,
    limits: &str,
) -> Result<Relay> {
    let program = demo::build_program(places, "kb-server", "kb-server")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    // Freed again for the relay, which has to take it itself.
    let port = Port::take(port)?.number();
    let config = folder.join("server.toml");
    fs::write(&config, settings(places, port, origins, help_sites, limits)?)
        .with_context(|| format!("cannot write `{}`", config.display()))?;
    add_agent(&program, folder, AGENT_EMAIL, "Kim", "owner")?;
    add_agent(&program, folder, COLLEAGUE_EMAIL, "Lee", "agent")?;
    let mut command = kb_server(&program, folder);
    let log = folder.join("server.log");
    let log =
        fs::File::create(&log).with_context(|| format!("cannot write `{}`", log.display()))?;
    let mut process = command
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .context("cannot start kb-server")?;
    let output = process.stdout.take().context("kb-server has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).context("kb-server says nothing")?;
    let Some(host) = line.trim().strip_prefix("listening on http://") else {
        let _ = process.kill();
        bail!("kb-server did not start; see `{}`", folder.join("server.log").display());
    };
    Ok(Relay { process, host: host.to_owned() })
}

/// Copies the host pages with the relay's address in place of the fixture's.
pub(crate) fn host_pages(places: &Places, to: &Path, relay: &Relay, key: &str) -> Result<()> {
    let from = places.root.join("tests/fixtures/host");
    fs::create_dir_all(to).with_context(|| format!("cannot create `{}`", to.display()))?;
    for entry in fs::read_dir(&from).with_context(|| format!("cannot read `{}`", from.display()))? {
        let path = entry.with_context(|| format!("cannot read `{}`", from.display()))?.path();
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let text = text.replace(FIXTURE_HOST, &relay.host).replace(FIXTURE_KEY, key);
        let name = path.file_name().context("a file has a name")?;
        fs::write(to.join(name), text)
            .with_context(|| format!("cannot write `{}`", to.display()))?;
    }
    Ok(())
}

/// Widget key of a brand of the demo. Such keys are public: they stand in
/// every host page.
pub(crate) fn key_of(brand: &str) -> String {
    format!("wk_demo_{brand}_{:0>16}", brand.len())
}

/// The colours of the demo's themes.
fn color_of(brand: &str) -> &'static str {
    if brand == "paperwhale" { "#a63d2a" } else { "#00796b" }
}

fn settings(
    places: &Places,
    port: u16,
    origins: &BTreeMap<String, Vec<String>>,
    help_sites: &BTreeMap<String, String>,
    limits: &str,
) -> Result<String> {
    let mut text = format!(
        "listen = \"127.0.0.1:{port}\"\ndatabase = \"sqlite:helpwright.db\"\nassets = {}\n",
        quoted(&places.assets().to_string_lossy())?
    );
    text.push_str(limits);
    text.push_str(DESK);
    for (brand, origins) in origins {
        let (first, rest) = brand.split_at_checked(1).unwrap_or((brand, ""));
        let name = first.to_uppercase() + rest;
        let origins: Vec<String> =
            origins.iter().map(|origin| quoted(origin)).collect::<Result<_>>()?;
        write!(
            text,
            "\n[brands.{brand}]\nname = {}\nkey = {}\norigins = [{}]\ncolor = {}\n\
             locales = [\"en\", \"de\", \"ar\", \"ja\"]\n",
            quoted(&name)?,
            quoted(&key_of(brand))?,
            origins.join(", "),
            quoted(color_of(brand))?
        )?;
        if let Some(site) = help_sites.get(brand) {
            writeln!(text, "help_site = {}", quoted(site)?)?;
        }
    }
    Ok(text)
}

/// A TOML string; JSON's spelling of plain text is the same.
fn quoted(text: &str) -> Result<String> {
    serde_json::to_string(text).context("a text is always valid JSON")
}

/// Adds an agent, if the database does not have it from an earlier start.
fn add_agent(program: &Path, folder: &Path, email: &str, name: &str, role: &str) -> Result<()> {
    let mut process = kb_server(program, folder)
        .args(["add-agent", "--email", email, "--name", name, "--role", role])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start kb-server")?;
    let mut input = process.stdin.take().context("kb-server has no input")?;
    writeln!(input, "{AGENT_PASSWORD}").context("cannot hand over the password")?;
    drop(input);
    let output = process.wait_with_output().context("cannot wait for kb-server")?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && !complaint.contains("already") {
        bail!("cannot add the demo's agent: {}", complaint.trim());
    }
    Ok(())
}

fn kb_server(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    run::forget_this_cargo(&mut command);
    command
}
