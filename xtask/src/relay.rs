//! Starts `kb-server` beside the demo, with an agent who can sign in, and a
//! page of somebody else that embeds the widget.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::demo;
use crate::places::Places;
use crate::run;

/// Who signs in to the demo's inbox.
pub(crate) const AGENT_EMAIL: &str = "kim@example.com";
/// A colleague, with the same password.
pub(crate) const COLLEAGUE_EMAIL: &str = "lee@example.com";
/// The agents' password.
pub(crate) const AGENT_PASSWORD: &str = "answers are our trade";
/// Address of the relay in the host pages of tests/fixtures/host.
pub(crate) const FIXTURE_HOST: &str = "127.0.0.1:4310";
/// Address of a help site in the same pages.
pub(crate) const FIXTURE_SITE: &str = "127.0.0.1:4311";
/// Keys in the same pages: of a widget for chat, and of one with articles.
pub(crate) const FIXTURE_KEYS: [&str; 2] =
    ["wk_test_0123456789abcdef", "wk_test_articles_89abcdef"];

/// One brand of a relay.
pub(crate) struct RelayBrand {
    /// Its id in `server.toml`.
    pub(crate) id: String,
    /// Origins of the pages with its widget.
    pub(crate) origins: Vec<String>,
    /// The site whose articles agents link to.
    pub(crate) help_site: Option<String>,
    /// Whether the widget shows these articles too.
    pub(crate) has_articles: bool,
    /// Folder of the built site, whose forms it takes.
    pub(crate) site: Option<PathBuf>,
}

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
text.en = 'Hello {{customer.firstName | "there"}}, this is {{user.firstName}} from {{brand.name}}. How can I help?'
text.de = 'Guten Tag {{customer.name | "und willkommen"}}, hier ist {{user.firstName}} von {{brand.name}}. Was kann ich für Sie tun?'
text.ar = 'مرحبًا {{customer.firstName | "بك"}}، معك {{user.firstName}} من {{brand.name}}. كيف يمكنني مساعدتك؟'
text.ja = '{{brand.name}}の{{user.name}}です。ご用件をお聞かせください。'

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

    /// Host and port.
    pub(crate) fn host(&self) -> &str {
        &self.host
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

/// The origin of a relay that will be started on this port.
pub(crate) fn origin(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// Builds the relay and starts it on a free port. Its database lies in
/// `folder` and is kept; `limits` is a section of `server.toml` or nothing.
pub(crate) fn start(
    places: &Places,
    folder: &Path,
    port: u16,
    brands: &[RelayBrand],
    limits: &str,
) -> Result<Relay> {
    let program = demo::build_program(places, "kb-server")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let config = folder.join("server.toml");
    fs::write(&config, settings(places, port, brands, limits)?)
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

/// Copies the host pages with what `known` says in place of the fixture's
/// addresses and keys.
pub(crate) fn host_pages(places: &Places, to: &Path, known: &[(&str, &str)]) -> Result<()> {
    let from = places.root.join("tests/fixtures/host");
    fs::create_dir_all(to).with_context(|| format!("cannot create `{}`", to.display()))?;
    for entry in fs::read_dir(&from).with_context(|| format!("cannot read `{}`", from.display()))? {
        let path = entry.with_context(|| format!("cannot read `{}`", from.display()))?.path();
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let text = known.iter().fold(text, |text, (fixture, real)| text.replace(fixture, real));
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

/// Hours and words of the demo's bookshop. It shows itself as open at any time,
/// for people who look at the demo at night.
const BOOKSHOP: &str = "schedule = \"bookshop\"\noff_hours = \"online\"\n\
     missed_after_minutes = 5\nidle_warn_minutes = 20\nidle_end_minutes = 30\n\
     wait_message = { en = \"Thank you! Somebody leaves the shelves and comes to you.\", \
     de = \"Danke! Gleich kommt jemand von den Regalen zu Ihnen.\", \
     ar = \"شكرًا! سيأتيك أحدنا من بين الرفوف حالًا.\", \
     ja = \"ありがとうございます。係の者がまもなく参ります。\" }\n\
     [schedules.bookshop]\ntimezone = \"Europe/Berlin\"\n\
     hours = { 1 = [[540, 1110]], 2 = [[540, 1110]], 3 = [[540, 1110]], 4 = [[540, 1110]], \
     5 = [[540, 1110]], 6 = [[600, 960]] }\n\
     holidays = [{ date = \"12-25\", name = { en = \"Christmas Day\", de = \"Weihnachten\" } }]\n";

fn settings(places: &Places, port: u16, brands: &[RelayBrand], limits: &str) -> Result<String> {
    let mut text = format!(
        "listen = \"127.0.0.1:{port}\"\ndatabase = \"sqlite:helpwright.db\"\nassets = {}\n",
        quoted(&places.assets().to_string_lossy())?
    );
    text.push_str(limits);
    text.push_str(DESK);
    for RelayBrand { id: brand, origins, help_site, has_articles, site } in brands {
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
        if let Some(help_site) = help_site {
            writeln!(text, "help_site = {}", quoted(help_site)?)?;
        }
        if let Some(site) = site {
            writeln!(text, "site = {}", quoted(&site.to_string_lossy())?)?;
        }
        if *has_articles {
            text.push_str("mode = \"both\"\n");
        }
        if brand == "pedalo" {
            text.push_str("sound = true\nbrowser_notifications = true\n");
        }
        if brand == "paperwhale" {
            text.push_str(BOOKSHOP);
        }
    }
    Ok(text)
}

/// Sections of two brands for tests of opening hours: `owl` opens and closes
/// every half an hour and hides in between, `night` is open for one minute a
/// week.
pub(crate) fn brands_with_hours(origin: &str) -> String {
    let half_hours: Vec<String> =
        (0..24).map(|hour| format!("[{}, {}]", hour * 60, hour * 60 + 30)).collect();
    let half_hours = half_hours.join(", ");
    let days: Vec<String> = (0..7).map(|day| format!("{day} = [{half_hours}]")).collect();
    let brand = |name: &str| {
        format!(
            "\n[brands.{name}]\nname = \"{name}\"\nkey = \"{}\"\norigins = [\"{origin}\"]\n\
             locales = [\"en\", \"de\", \"ar\"]\n",
            key_of(name)
        )
    };
    format!(
        "\n[schedules.halves]\ntimezone = \"UTC\"\nhours = {{ {} }}\n\
         [schedules.sundays]\ntimezone = \"Asia/Kathmandu\"\nhours = {{ 0 = [[0, 1]] }}\n\
         {}schedule = \"halves\"\noff_hours = \"hidden\"\n\
         {}schedule = \"sundays\"\nclosable = false\n\
         off_hours_message = {{ en = \"The lake is dark, and we sleep.\" }}\n",
        days.join(", "),
        brand("owl"),
        brand("night"),
    )
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

/// Adds a form hook to the database of a relay that may run; the path of its
/// address.
pub(crate) fn add_hook(places: &Places, folder: &Path, name: &str, brand: &str) -> Result<String> {
    let program = demo::build_program(places, "kb-server")?;
    let output = kb_server(&program, folder)
        .args(["hook", "add", name, "--brand", brand])
        .output()
        .context("cannot start kb-server")?;
    if !output.status.success() {
        bail!("cannot add a form hook: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Adds a form hook that an earlier run has not left there.
pub(crate) fn keep_hook(places: &Places, folder: &Path, name: &str, brand: &str) -> Result<()> {
    let program = demo::build_program(places, "kb-server")?;
    let output = kb_server(&program, folder)
        .args(["hook", "list"])
        .output()
        .context("cannot start kb-server")?;
    let known = String::from_utf8_lossy(&output.stdout);
    if !known.lines().any(|line| line.split('\t').next() == Some(name)) {
        add_hook(places, folder, name, brand)?;
    }
    Ok(())
}

fn kb_server(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    run::forget_this_cargo(&mut command);
    command
}
