//! Pictures that stand for pages on social networks.
//!
//! They are drawn with the fonts of the machine that builds the site, so two
//! machines may draw them differently; their addresses depend on the words
//! alone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use kb_locales::Locale;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, ImageKind, Node, Options, Tree, fontdb};

/// Size in pixels, as the networks want it.
const SIZE: (u32, u32) = (1200, 630);
/// Empty pixels at the sides.
const MARGIN: f32 = 80.0;
/// Width for text in pixels.
const TEXT_WIDTH: f32 = 1200.0 - 2.0 * MARGIN;
/// Sizes of a title's letters in pixels, with the number of lines for which
/// there is room.
const TITLE_SIZES: [(f32, usize); 4] = [(84.0, 2), (72.0, 3), (60.0, 4), (50.0, 4)];
/// Changes when pictures do, so that networks fetch them anew.
const DESIGN: &str = "1";

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    Arc::new(fonts)
});

/// A logo that can stand on a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    bytes: Arc<Vec<u8>>,
    is_svg: bool,
}

impl Logo {
    /// Reads an SVG or PNG; `None` for other files.
    pub fn load(file: &Path) -> Option<Self> {
        let extension = file.extension()?.to_str()?.to_ascii_lowercase();
        let is_svg = extension == "svg";
        if !is_svg && extension != "png" {
            return None;
        }
        Some(Self { bytes: Arc::new(std::fs::read(file).ok()?), is_svg })
    }

    fn image(&self) -> Option<ImageKind> {
        if !self.is_svg {
            return Some(ImageKind::PNG(self.bytes.clone()));
        }
        let options = Options { fontdb: FONTS.clone(), ..closed_options() };
        Tree::from_data(&self.bytes, &options).ok().map(ImageKind::SVG)
    }
}

/// What a picture shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocialImage {
    /// Name of the site, below the title.
    pub site_name: String,
    /// Title of the article; of the site's own picture, its description.
    pub title: String,
    /// Locale of both.
    pub locale: Locale,
    /// Colour as `#rrggbb`.
    pub accent: String,
    /// Above the title.
    pub logo: Option<Logo>,
}

impl SocialImage {
    /// A hash of everything the picture shows, which takes no drawing.
    pub fn hash(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let logo = self.logo.as_ref().map_or(&[][..], |logo| logo.bytes.as_slice());
        let texts = [DESIGN, &self.site_name, &self.title, self.locale.code(), &self.accent];
        for part in texts.map(str::as_bytes).into_iter().chain([logo]) {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        hasher.finalize()
    }

    /// Draws the picture as PNG.
    pub fn draw(&self) -> Vec<u8> {
        let (size, lines) = self.layout();
        let mut tree = self.tree(size, &lines);
        // The layout only estimates widths: what is too wide becomes smaller.
        let widest = widest_text(&tree);
        if widest > TEXT_WIDTH {
            tree = self.tree(size * TEXT_WIDTH / widest, &lines);
        }
        let mut pixels = Pixmap::new(SIZE.0, SIZE.1).expect("the size is not zero");
        resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
        pixels.encode_png().expect("a picture of this size fits into memory")
    }

    fn tree(&self, size: f32, lines: &[String]) -> Tree {
        let resolver = ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| self.logo.as_ref().and_then(Logo::image)),
        };
        let options = Options {
            fontdb: FONTS.clone(),
            languages: vec![self.locale.code().to_owned()],
            image_href_resolver: resolver,
            ..closed_options()
        };
        Tree::from_str(&self.svg(size, lines), &options).expect("drawn from well-formed parts")
    }

    fn svg(&self, size: f32, lines: &[String]) -> String {
        let is_rtl = self.locale.is_right_to_left();
        let (x, anchor, logo_x, align) = if is_rtl {
            (1200.0 - MARGIN, "end", 1200.0 - MARGIN - 480.0, "xMaxYMid")
        } else {
            (MARGIN, "start", MARGIN, "xMinYMid")
        };
        let line_height = size * 1.22;
        let middle = if self.logo.is_some() { 330.0 } else { 280.0 };
        let first = middle - line_height * (lines.len() as f32 - 1.0) / 2.0 + size * 0.35;
        let families = families(&self.locale);
        let accent = &self.accent;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" \
             font-family=\"{families}\" text-anchor=\"{anchor}\">\
             <rect width=\"1200\" height=\"630\" fill=\"#fff\"/>\
             <rect y=\"606\" width=\"1200\" height=\"24\" fill=\"{accent}\"/>"
        );
        if self.logo.is_some() {
            let _ = write!(
                svg,
                "<image href=\"logo\" x=\"{logo_x}\" y=\"72\" width=\"480\" height=\"72\" \
                 preserveAspectRatio=\"{align} meet\"/>"
            );
        }
        for (index, line) in lines.iter().enumerate() {
            let y = first + line_height * index as f32;
            let line = written(line, is_rtl);
            let _ = write!(
                svg,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"700\" \
                 fill=\"#15181d\">{line}</text>"
            );
        }
        let name = written(&self.site_name, is_rtl);
        let _ = write!(
            svg,
            "<text x=\"{x}\" y=\"552\" font-size=\"34\" fill=\"#4c5561\">{name}</text></svg>"
        );
        svg
    }

    /// Size of the letters, and the title in lines.
    fn layout(&self) -> (f32, Vec<String>) {
        for (size, most) in TITLE_SIZES {
            let lines = wrap(&self.title, TEXT_WIDTH / size);
            if lines.len() <= most {
                return (size, lines);
            }
        }
        let (size, most) = TITLE_SIZES[TITLE_SIZES.len() - 1];
        let mut lines = wrap(&self.title, TEXT_WIDTH / size);
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
        (size, lines)
    }
}

/// Characters of the texts for which this machine has no font.
pub fn without_font<'t>(
    locale: &Locale,
    texts: impl IntoIterator<Item = &'t str>,
) -> BTreeSet<char> {
    let wanted: BTreeSet<char> =
        texts.into_iter().flat_map(str::chars).filter(|c| is_visible(*c)).collect();
    if FONTS.is_empty() {
        return wanted;
    }
    let options = Options { fontdb: FONTS.clone(), ..closed_options() };
    let line = wanted.iter().map(char::to_string).collect::<Vec<_>>().join(" ");
    let families = families(locale);
    let line = written(&line, false);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
         <text font-family=\"{families}\" font-weight=\"700\">{line}</text></svg>"
    );
    let tree = Tree::from_str(&svg, &options).expect("drawn from well-formed parts");
    let mut missing = BTreeSet::new();
    for node in tree.root().children() {
        let Node::Text(text) = node else { continue };
        let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
        for glyph in glyphs.filter(|glyph| glyph.id.0 == 0) {
            missing.extend(glyph.text.chars().filter(|c| wanted.contains(c)));
        }
    }
    missing
}

/// Options that read no file.
fn closed_options() -> Options<'static> {
    Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// Fonts to look for, best first; others are taken for what these lack. For
/// Arabic and Hebrew, fonts that also have Latin letters come first: names in
/// the middle of a line would else be set in any other font.
fn families(locale: &Locale) -> String {
    let own = match (locale.language(), locale.code()) {
        ("ja", _) => "Noto Sans CJK JP, Hiragino Sans, Yu Gothic, ",
        ("ko", _) => "Noto Sans CJK KR, Apple SD Gothic Neo, Malgun Gothic, ",
        ("zh", "zh-TW" | "zh-HK" | "zh-Hant") => {
            "Noto Sans CJK TC, PingFang TC, Microsoft JhengHei, "
        }
        ("zh", _) => "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, ",
        ("ar" | "fa" | "ur", _) => "Segoe UI, Arial, DejaVu Sans, Noto Sans Arabic, ",
        ("he", _) => "Segoe UI, Arial, DejaVu Sans, Noto Sans Hebrew, ",
        _ => "",
    };
    format!(
        "{own}Inter, Noto Sans, Segoe UI, Helvetica Neue, Roboto, DejaVu Sans, Liberation Sans, Arial"
    )
}

fn widest_text(tree: &Tree) -> f32 {
    let texts = tree.root().children().iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.bounding_box().width()),
        _ => None,
    });
    texts.fold(0.0, f32::max)
}

/// Text as XML. An Arabic line begins at the right also where it begins with
/// a Latin word.
fn written(text: &str, is_rtl: bool) -> String {
    let mut out = String::new();
    if is_rtl {
        out.push('\u{202b}');
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    if is_rtl {
        out.push('\u{202c}');
    }
    out
}

/// Whether a font needs something to show for a character.
fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Breaks a text into lines of a width in em, between words and between the
/// characters of scripts without spaces.
fn wrap(text: &str, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for word in text.split_whitespace() {
        for (index, piece) in pieces(word).into_iter().enumerate() {
            let needed: f32 = piece.chars().map(advance).sum();
            let space = if index == 0 && !lines.is_empty() { advance(' ') } else { 0.0 };
            match lines.last_mut() {
                Some(line) if used + space + needed <= width => {
                    if space > 0.0 {
                        line.push(' ');
                    }
                    line.push_str(piece);
                    used += space + needed;
                }
                _ => {
                    lines.push(piece.to_owned());
                    used = needed;
                }
            }
        }
    }
    lines
}

/// Parts of a word between which a line may end: a mark stays with the
/// character before it.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in word.char_indices() {
        let may_break = before.is_some_and(|before| {
            (is_wide(c) || is_wide(before))
                && !"、。，．）」』】〉》・ー！？：；ぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.!?:;)]"
                    .contains(c)
                && !"（「『【〈《([".contains(before)
        });
        if may_break {
            pieces.push(&word[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&word[start..]);
    pieces
}

/// Scripts whose characters are squares, and between which lines break.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}')
}

/// About how wide a bold character is, in em.
fn advance(c: char) -> f32 {
    match c {
        c if is_wide(c) || matches!(c, '\u{ac00}'..='\u{d7af}' | '\u{1f000}'..='\u{1faff}') => 1.0,
        ' ' => 0.26,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|'
        | '!' | '(' | ')' | '[' | ']' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        c if c.is_uppercase() => 0.7,
        _ => 0.6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_breaks_between_words() {
        assert_eq!(wrap("Report a damaged bike", 6.0), ["Report a", "damaged", "bike"]);
        assert_eq!(wrap("", 7.0), [""; 0]);
    }

    #[test]
    fn japanese_breaks_between_characters_but_not_before_a_full_stop() {
        assert_eq!(wrap("自転車です。", 5.0), ["自転車で", "す。"]);
    }

    #[test]
    fn a_hash_tells_pictures_apart() {
        let image = SocialImage {
            site_name: "Help".into(),
            title: "One".into(),
            locale: Locale::parse("en").expect("a locale"),
            accent: "#0b6bcb".into(),
            logo: None,
        };
        let other = SocialImage { title: "Two".into(), ..image.clone() };
        assert_eq!(image.hash(), image.clone().hash());
        assert_ne!(image.hash(), other.hash());
    }
}
