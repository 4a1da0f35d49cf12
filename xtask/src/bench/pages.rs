//! Bytes of the article pages of the demo.

use std::path::Path;

use anyhow::{Context, Result};

use super::figure::{Figure, Goal, publish};
use super::measure::Series;
use crate::budgets::{first_load, resolve};
use crate::demo::{self, tree};
use crate::places::Places;
use crate::serve::Port;
use crate::wasm::{Optimize, gzip_len};

/// Measures every article page and publishes medians and extremes.
pub(super) fn command(places: &Places) -> Result<()> {
    // Only the addresses are wanted, nothing is served.
    let ports: std::collections::BTreeMap<String, Port> = demo::take_ports(places, 4300)?;
    let urls = demo::base_urls(&ports, "/");
    let output = places.product("bench-demo");
    let relay = crate::relay::origin(4390);
    let sites = demo::build_all(places, &output, &urls, &relay, Optimize::IfCached)?;
    let [mut html, mut css, mut js, mut total, mut navigation] =
        std::array::from_fn(|_| Series::default());
    for site in &sites {
        let files = tree(&site.folder)?;
        for (path, bytes) in &files {
            let text = String::from_utf8_lossy(bytes);
            if path.extension().is_none_or(|extension| extension != "html")
                || !text.contains("property=\"og:type\" content=\"article\"")
            {
                continue;
            }
            let folder = path.parent().unwrap_or(Path::new(""));
            let page = gzip_len(bytes)?;
            let (mut styles, mut scripts) = (0, 0);
            for (kind, address) in first_load(&text) {
                let Some(target) = resolve(folder, &address) else { continue };
                let bytes = files.get(&target).with_context(|| {
                    format!("`{}` loads `{address}`, which is not there", path.display())
                })?;
                let size = if kind == "css" { &mut styles } else { &mut scripts };
                *size += gzip_len(bytes)?;
            }
            html.push(kilobytes(page));
            css.push(kilobytes(styles));
            js.push(kilobytes(scripts));
            total.push(kilobytes(page + styles + scripts));
            navigation.push(kilobytes(navigation_bytes(&text)));
        }
    }
    let figure = |metric: &str, series: &Series, goal: f64| {
        [
            Figure::new(format!("{metric}, all articles"), "KB", series.clone()),
            Figure::exact(format!("{metric}, largest"), "KB", series.most())
                .goal(Goal::AtMost(goal)),
        ]
    };
    let figures: Vec<Figure> = [
        figure("HTML, gzip", &html, 10.0),
        figure("CSS, gzip", &css, 8.0),
        figure("JavaScript, gzip", &js, 4.0),
        figure("first load, gzip", &total, 22.0),
        figure("navigation, raw", &navigation, 6.0),
    ]
    .into_iter()
    .flatten()
    .collect();
    publish(places, "pages", &figures)
}

fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

/// Bytes of all navigation landmarks of a page.
fn navigation_bytes(html: &str) -> usize {
    html.split("<nav").skip(1).filter_map(|rest| rest.find("</nav>")).map(|at| at + 10).sum()
}

#[cfg(test)]
mod tests {
    use super::navigation_bytes;

    #[test]
    fn navigation_is_counted_with_its_tags() {
        assert_eq!(navigation_bytes("<p><nav>a</nav><nav x>b</nav>"), 12 + 14);
    }
}
