//! html-validate and the Nu HTML checker over every page of the demo.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Result, bail};

use crate::demo::BuiltSite;
use crate::places::Places;
use crate::{provide, run};

/// How many different complaints are shown; the same one on a hundred pages
/// is one.
const MOST_COMPLAINTS: usize = 40;

/// Checks every page and reports each different complaint once.
pub(crate) fn validate(places: &Places, sites: &[BuiltSite]) -> Result<()> {
    let modules = provide::node_modules(places)?;
    let java = provide::java()?;
    let mut complaints = Complaints::default();
    for site in sites {
        let mut html_validate = modules.command("html-validate");
        html_validate
            .current_dir(&places.root)
            .arg("--config")
            .arg(places.browser_tests().join("html-validate.json"))
            .args(["--ext", "html", "--formatter", "text", "--max-warnings", "0"])
            .arg(&site.folder);
        complaints.run(&format!("html-validate {}", site.brand), &mut html_validate)?;
        let mut vnu = Command::new(&java);
        // Deep pages need more than the default stack of a thread.
        vnu.arg("-Xss4m")
            .arg("-jar")
            .arg(modules.file("vnu-jar/build/dist/vnu.jar"))
            .args(["--errors-only", "--skip-non-html", "--stdout", "--format", "gnu"])
            .arg(&site.folder);
        complaints.run(&format!("vnu {}", site.brand), &mut vnu)?;
    }
    complaints.finish()
}

/// Complaints by their text, with the number of places and the first of them.
#[derive(Default)]
struct Complaints {
    found: BTreeMap<String, (usize, String)>,
    failed: Vec<String>,
}

impl Complaints {
    fn run(&mut self, what: &str, command: &mut Command) -> Result<()> {
        let (is_good, text) = run::examine(what, command)?;
        if !is_good {
            self.failed.push(what.to_owned());
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                self.add(line);
            }
        }
        Ok(())
    }

    fn add(&mut self, line: &str) {
        // Both write `place: error message` or `place: error: message`.
        let (place, message) = line.split_once(": error").unwrap_or(("", line));
        let message = message.trim_start_matches([':', ' ']).to_owned();
        let entry = self.found.entry(message).or_insert_with(|| (0, place.to_owned()));
        entry.0 += 1;
    }

    fn finish(self) -> Result<()> {
        if self.failed.is_empty() {
            return Ok(());
        }
        let mut sorted: Vec<_> = self.found.into_iter().collect();
        sorted.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (message, (count, place)) in sorted.iter().take(MOST_COMPLAINTS) {
            println!("  {count} × {message}\n      first at {place}");
        }
        bail!("{} different complaint(s) by {}", sorted.len(), self.failed.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_complaint_on_two_pages_is_counted() {
        let mut complaints = Complaints::default();
        complaints.add("/a/index.html:1:2: error [no-inline-style] Inline style is not allowed");
        complaints.add("/b/index.html:3:4: error [no-inline-style] Inline style is not allowed");
        complaints.add("\"file:/a/index.html\":37.79-37.192: error: Bad value");
        let counts: Vec<_> =
            complaints.found.iter().map(|(text, (count, _))| (text.as_str(), *count)).collect();
        assert_eq!(
            counts,
            [("Bad value", 1), ("[no-inline-style] Inline style is not allowed", 2)]
        );
    }
}
