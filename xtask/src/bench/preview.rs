//! From a saved file to the page that shows it, with `kb serve`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::measure::Series;

/// When an edit counts as never shown.
const PATIENCE: Duration = Duration::from_secs(60);
/// First port to try.
const PORT: &str = "4800";

/// A running preview, ended with it.
pub(super) struct Preview {
    process: Child,
    events: BufReader<ChildStdout>,
    address: String,
}

impl Preview {
    /// Starts `kb serve` and waits until it shows the site. The site has one
    /// brand and no path in its address.
    pub(super) fn start(kb: &Path, site: &Path, assets: &Path) -> Result<Self> {
        let mut command = Command::new(kb);
        command.arg("serve").arg("--site").arg(site).arg("--assets").arg(assets);
        command.args(["--format", "json", "--as-of", "2026-06-01", "--port", PORT]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().context("cannot start `kb serve`")?;
        let events = BufReader::new(process.stdout.take().context("no output of `kb serve`")?);
        let mut preview = Self { process, events, address: String::new() };
        let listening = preview.wait_for("listening")?;
        let address = listening["address"].as_str().context("`kb serve` told no address")?;
        preview.address = address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        preview.wait_for("updated")?;
        Ok(preview)
    }

    fn wait_for(&mut self, kind: &str) -> Result<Value> {
        loop {
            let mut line = String::new();
            if self.events.read_line(&mut line)? == 0 {
                bail!("`kb serve` has ended");
            }
            let event: Value = serde_json::from_str(&line)
                .with_context(|| format!("`kb serve` wrote a line that is not JSON: {line}"))?;
            if event["event"] == kind {
                return Ok(event);
            }
        }
    }

    /// The body of an answer.
    fn get(&self, path: &str) -> Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address).context("cannot connect")?;
        let host = &self.address;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("no headers")?;
        Ok(answer.split_off(end + 4))
    }

    /// Milliseconds from writing to the first page that has the new words, for
    /// `count` articles of the default locale.
    pub(super) fn edits(&mut self, site: &Path, count: usize) -> Result<Series> {
        let list: Value = serde_json::from_slice(&self.get("/en/api/content.json")?)?;
        let articles = list["articles"].as_array().context("no list of articles")?;
        let mut series = Series::default();
        for number in 0..count {
            // Far from each other, in other categories.
            let position = number * articles.len() / count;
            let name = format!("category-{:03}/article-{position:05}.md", position / 25);
            let file = site.join("content/en").join(name);
            let text = fs::read_to_string(&file)
                .with_context(|| format!("cannot read `{}`", file.display()))?;
            let own = format!("/article-{position:05}-");
            let mut urls = articles.iter().filter_map(|entry| entry["url"].as_str());
            let Some(url) = urls.find(|url| url.contains(&own)) else {
                bail!("the preview does not list `{}`", file.display());
            };
            let words = format!("edit number {number} is visible");
            let written = Instant::now();
            // In one step, as editors do: half a file would be an edit of its own.
            let aside = file.with_file_name(".saving");
            fs::write(&aside, format!("{text}\n\n{words}\n"))
                .and_then(|()| fs::rename(&aside, &file))
                .with_context(|| format!("cannot write `{}`", file.display()))?;
            while !contains(&self.get(url)?, &words) {
                if written.elapsed() > PATIENCE {
                    bail!("`{url}` never shows an edit of `{}`", file.display());
                }
            }
            series.push(written.elapsed().as_secs_f64() * 1e3);
            // The model that follows must not slow down the next edit.
            self.wait_for("updated")?;
        }
        Ok(series)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn contains(page: &[u8], words: &str) -> bool {
    page.windows(words.len()).any(|part| part == words.as_bytes())
}
