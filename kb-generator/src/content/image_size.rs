//! Width and height of an image file, so that pages keep its place.

use std::path::Path;

/// Bytes of an SVG in which its root element is looked for.
const SVG_HEAD_BYTES: usize = 4096;

/// Width and height in CSS pixels; `None` where the file does not say.
pub fn image_size(file: &Path) -> Option<(u32, u32)> {
    if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
        let bytes = std::fs::read(file).ok()?;
        let head = &bytes[..bytes.len().min(SVG_HEAD_BYTES)];
        return svg_size(&String::from_utf8_lossy(head));
    }
    let size = imagesize::size(file).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// The size of an SVG by its `width` and `height`, else by its `viewBox`.
fn svg_size(head: &str) -> Option<(u32, u32)> {
    let root = &head[head.find("<svg")?..];
    let root = &root[..root.find('>').unwrap_or(root.len())];
    let attribute = |name: &str| {
        let rest = &root[root.find(&format!(" {name}="))? + name.len() + 2..];
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split(quote).next()
    };
    let length = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (number > 0.0 && number < 100_000.0).then(|| number.round() as u32)
    };
    let own = attribute("width").and_then(length).zip(attribute("height").and_then(length));
    own.or_else(|| {
        let mut numbers = attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty());
        let width = length(numbers.nth(2)?)?;
        Some((width, length(numbers.next()?)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_in_two_ways() {
        assert_eq!(
            svg_size("<svg width=\"24\" height='12px' viewBox=\"0 0 1 1\">"),
            Some((24, 12))
        );
        assert_eq!(svg_size("<?xml?>\n<svg viewBox=\"0 0 120 30.4\">"), Some((120, 30)));
        assert_eq!(svg_size("<svg width=\"100%\" height=\"100%\">"), None);
        assert_eq!(svg_size("no picture"), None);
    }
}
