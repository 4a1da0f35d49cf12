//! `kb form`: forms, tried out in the shell.

use std::fmt::Write as _;
use std::path::Path;

use kb_generator::config::SiteConfig;
use kb_generator::content::form::cases::{self, Decision};
use kb_generator::content::form::{self, FormSource};
use kb_generator::diagnostic::{Severity, did_you_mean};

use super::Failure;
use super::arguments::{FormCommand, Format};
use super::output::Output;

pub(super) fn run(command: &FormCommand) -> Result<(), Failure> {
    match command {
        FormCommand::Test { form, explain, site, format } => {
            test(form.as_deref(), *explain, site, *format)
        }
    }
}

fn test(only: Option<&str>, explain: bool, site: &Path, format: Format) -> Result<(), Failure> {
    let config = SiteConfig::load(site)?;
    let output = Output::new(format, false);
    let mut diagnostics = Vec::new();
    let forms = form::load(&config, &mut diagnostics);
    if let Some(name) = only.filter(|name| forms.iter().all(|form| form.id.as_str() != *name)) {
        output.diagnostics(&diagnostics);
        return Err(unknown(name, &forms));
    }
    let (mut count, mut failed) = (0, 0);
    for form in forms.iter().filter(|form| only.is_none_or(|name| form.id.as_str() == name)) {
        for outcome in cases::run(&config, form, &mut diagnostics) {
            count += 1;
            failed += usize::from(!outcome.differences.is_empty());
            let mark = if outcome.differences.is_empty() { "ok  " } else { "FAIL" };
            let mut lines = format!("{mark} {}: {}", form.id, outcome.name);
            for difference in &outcome.differences {
                lines.push_str("\n       ");
                lines.push_str(difference);
            }
            let mut data = serde_json::json!({
                "form": form.id, "case": outcome.name, "differences": outcome.differences,
            });
            if explain {
                for Decision { what, holds, why } in &outcome.trace {
                    let answer = if *holds { "yes" } else { "no" };
                    let _ = write!(lines, "\n     {answer:<3} {what}: {why}");
                }
                data["trace"] = serde_json::json!(outcome.trace);
            }
            output.line(&lines);
            output.data(&data);
        }
    }
    output.diagnostics(&diagnostics);
    output.line(&format!("{count} cases, {failed} do not hold"));
    let is_wrong = diagnostics.iter().any(|found| found.severity == Severity::Error);
    if failed > 0 || is_wrong { Err(Failure::Content) } else { Ok(()) }
}

fn unknown(name: &str, forms: &[FormSource]) -> Failure {
    let known: Vec<&str> = forms.iter().map(|form| form.id.as_str()).collect();
    let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
        if known.is_empty() {
            "write it: forms/NAME.toml".into()
        } else {
            format!("known: {}", known.join(", "))
        }
    });
    Failure::usage(format!("there is no form `{name}`\n  help: {help}"))
}
