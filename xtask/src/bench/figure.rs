//! Figures against goals, as a table for people and JSON for programs.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::measure::Series;
use crate::places::Places;

/// One measured thing.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    metric: String,
    unit: &'static str,
    ours: Series,
    peer: Option<(String, Series)>,
    goal: Goal,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// At least so many times less than the peer.
    TimesLess(f64),
    /// Only for comparison.
    None,
}

impl Figure {
    pub(crate) fn new(metric: impl Into<String>, unit: &'static str, ours: Series) -> Self {
        Self { metric: metric.into(), unit, ours, peer: None, goal: Goal::None }
    }

    /// A figure that does not differ between rounds.
    pub(crate) fn exact(metric: impl Into<String>, unit: &'static str, ours: f64) -> Self {
        Self::new(metric, unit, std::iter::once(ours).collect())
    }

    pub(crate) fn against(mut self, name: &str, peer: Series) -> Self {
        self.peer = Some((name.to_owned(), peer));
        self
    }

    pub(crate) fn goal(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self
    }

    /// The peer's figure in ours.
    fn ratio(&self) -> Option<f64> {
        self.peer.as_ref().map(|(_, peer)| peer.median() / self.ours.median())
    }

    fn is_met(&self) -> Option<bool> {
        match self.goal {
            Goal::AtMost(limit) => Some(self.ours.median() <= limit),
            Goal::AtLeast(limit) => Some(self.ours.median() >= limit),
            Goal::TimesLess(times) => self.ratio().map(|ratio| ratio >= times),
            Goal::None => None,
        }
    }

    fn goal_text(&self) -> String {
        match self.goal {
            Goal::AtMost(limit) => format!("at most {}", short(limit)),
            Goal::AtLeast(limit) => format!("at least {}", short(limit)),
            Goal::TimesLess(times) => format!("{} times less", short(times)),
            Goal::None => String::new(),
        }
    }

    fn to_json(&self) -> Value {
        let peer = self.peer.as_ref().map(|(_, series)| series);
        json!({
            "metric": self.metric,
            "unit": self.unit,
            "ours": self.ours.median(),
            "ours_range": [self.ours.least(), self.ours.most()],
            "peer": peer.map(Series::median),
            "peer_range": peer.map(|series| [series.least(), series.most()]),
            "peer_name": self.peer.as_ref().map(|(name, _)| name),
            "ratio": self.ratio(),
            "goal": self.goal_text(),
            "met": self.is_met(),
        })
    }

    fn cells(&self) -> [String; 6] {
        let peer = self
            .peer
            .as_ref()
            .map(|(name, series)| format!("{} ({name})", spread(series)))
            .unwrap_or_default();
        let met = match self.is_met() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        [
            format!("{}, {}", self.metric, self.unit),
            spread(&self.ours),
            peer,
            self.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
            self.goal_text(),
            met.to_owned(),
        ]
    }
}

/// Prints the figures, and leaves `target/bench/NAME.json` and `NAME.md`.
pub(crate) fn publish(places: &Places, name: &str, figures: &[Figure]) -> Result<()> {
    let table = table(figures);
    println!("\n{table}");
    let folder = places.product("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let values: Vec<Value> = figures.iter().map(Figure::to_json).collect();
    let text = serde_json::to_string_pretty(&values)? + "\n";
    for (extension, text) in [("json", text), ("md", table)] {
        let file = folder.join(name).with_extension(extension);
        fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    let missed = figures.iter().filter(|figure| figure.is_met() == Some(false)).count();
    let stated = figures.iter().filter(|figure| figure.is_met().is_some()).count();
    println!("{} of {stated} goals met; {}", stated - missed, folder.join(name).display());
    Ok(())
}

/// A table that reads well in a terminal and in Markdown.
fn table(figures: &[Figure]) -> String {
    let head = ["what", "ours", "peer", "peer / ours", "goal", "met"].map(str::to_owned);
    let rows: Vec<[String; 6]> = figures.iter().map(Figure::cells).collect();
    let mut widths = head.clone().map(|cell| cell.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &[String; 6]| {
        let padded: Vec<String> =
            cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("| {} |\n", padded.join(" | "))
    };
    let rule = widths.map(|width| "-".repeat(width));
    let rows: String = rows.iter().map(line).collect();
    line(&head) + &line(&rule) + &rows
}

/// The median, with the least and the most where they differ.
fn spread(series: &Series) -> String {
    let (least, median, most) = (series.least(), series.median(), series.most());
    if short(least) == short(most) {
        return short(median);
    }
    format!("{} ({}–{})", short(median), short(least), short(most))
}

/// Three digits that count.
fn short(value: f64) -> String {
    let size = value.abs();
    if size >= 100.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else if size >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(value: f64) -> Series {
        std::iter::once(value).collect()
    }

    #[test]
    fn goals_are_met_or_missed() {
        let figure = |ours| Figure::exact("x", "s", ours);
        assert_eq!(figure(2.0).goal(Goal::AtMost(2.0)).is_met(), Some(true));
        assert_eq!(figure(2.0).goal(Goal::AtLeast(3.0)).is_met(), Some(false));
        let faster = figure(2.0).against("peer", one(11.0)).goal(Goal::TimesLess(5.0));
        assert_eq!(faster.is_met(), Some(true));
        assert_eq!(figure(2.0).goal(Goal::TimesLess(5.0)).is_met(), None);
    }

    #[test]
    fn a_table_is_markdown() {
        let figures = [Figure::exact("size", "KB", 1.5).goal(Goal::AtMost(2.0))];
        assert_eq!(
            table(&figures),
            "| what     | ours | peer | peer / ours | goal      | met |\n\
             | -------- | ---- | ---- | ----------- | --------- | --- |\n\
             | size, KB | 1.50 |      |             | at most 2 | yes |\n"
        );
    }
}
