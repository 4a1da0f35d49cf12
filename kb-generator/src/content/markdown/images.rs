//! Images: sizes, captions, smaller copies, films in their place.

use super::{
    address::{self, Address},
    escape::escape_into,
    types::ReferenceKind,
    video::find_video,
    walk::Walker,
};

/// An image of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Picture {
    pub(super) target: String,
    pub(super) alt: String,
    pub(super) caption: Option<String>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    /// Where it stands in the text.
    pub(super) at: usize,
}

impl Picture {
    pub(super) fn new(target: String, title: String, at: usize) -> Picture {
        let caption = (!title.is_empty()).then_some(title);
        Picture { target, caption, at, ..Picture::default() }
    }

    /// Where the image ends in the text.
    pub(super) fn end_in(&self, text: &str) -> usize {
        let rest = text.get(self.at..).unwrap_or_default();
        let limit = rest.len().min(4_000);
        let window = &rest.as_bytes()[..limit];
        memchr::memchr(b')', window).map_or(self.at, |end| self.at + end + 1)
    }

    /// Reads `{width="700"}`.
    pub(super) fn read_attributes(&mut self, text: &str) {
        let inner = text.trim_start_matches('{').trim_end_matches('}');
        let pixels = |key| {
            let value = super::shortcodes::attribute(inner, key)?;
            value.trim_end_matches("px").parse::<u32>().ok()
        };
        self.width = self.width.or_else(|| pixels("width"));
        self.height = self.height.or_else(|| pixels("height"));
    }
}

impl Walker<'_, '_> {
    /// An image as HTML.
    pub(super) fn picture_html(&mut self, picture: &Picture) -> String {
        if let Some(video) = find_video(&picture.target) {
            let title = Some(picture.alt.as_str()).filter(|alt| !alt.is_empty());
            return self.video_html(&video, &picture.target, title, picture.at);
        }
        let mut html = "<img src=\"".to_owned();
        let mut info = None;
        match address::classify(&picture.target) {
            Address::Internal(_) => {
                info = (self.context.image)(&picture.target);
                let position = self.prepared.position(picture.at);
                html.push_str(&self.sink.reference(
                    ReferenceKind::Image,
                    &picture.target,
                    position,
                ));
            }
            Address::External => escape_into(&mut html, &address::encode(&picture.target)),
            Address::Other => {}
            Address::Unsafe(scheme) => {
                let message = format!("addresses with `{scheme}:` are not allowed");
                self.problem("unsafe-address", picture.at, message, "the image was left out");
                html.clear();
                escape_into(&mut html, &picture.alt);
                return html;
            }
        }
        html.push_str("\" alt=\"");
        escape_into(&mut html, &picture.alt);
        html.push('"');
        if picture.alt.trim().is_empty() {
            let message = format!("image `{}` has no alternative text", picture.target);
            let help = "describe the image between the brackets: `![description](…)`";
            self.problem("missing-alt-text", picture.at, message, help);
        }
        let info = info.unwrap_or_default();
        let (width, height) = size(picture, info.width, info.height);
        for (name, value) in [("width", width), ("height", height)] {
            if let Some(value) = value {
                html.push_str(&format!(" {name}=\"{value}\""));
            }
        }
        if !info.variants.is_empty() {
            html.push_str(" srcset=\"");
            let position = self.prepared.position(picture.at);
            for (index, (width, target)) in info.variants.iter().enumerate() {
                let hole = self.sink.reference(ReferenceKind::Image, target, position);
                let comma = if index > 0 { ", " } else { "" };
                html.push_str(&format!("{comma}{hole} {width}w"));
            }
            html.push_str("\" sizes=\"(min-width: 48rem) 42rem, 100vw\"");
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
        html
    }

    /// Writes an image that stands alone.
    pub(super) fn write_figure(&mut self, picture: Picture) {
        let html = self.picture_html(&picture);
        if html.starts_with("<figure") || !html.starts_with("<img") {
            return self.sink.block(&html);
        }
        let mut figure = format!("<figure class=\"image\">{html}");
        if let Some(caption) = &picture.caption {
            figure.push_str("<figcaption>");
            escape_into(&mut figure, caption);
            figure.push_str("</figcaption>");
        }
        figure.push_str("</figure>");
        self.sink.block(&figure);
    }
}

/// Width and height that keep the proportions of the file.
fn size(picture: &Picture, width: Option<u32>, height: Option<u32>) -> (Option<u32>, Option<u32>) {
    let scale = |value: u32, by: u32, of: u32| {
        u32::try_from(u64::from(value) * u64::from(by) / u64::from(of.max(1))).ok()
    };
    match (picture.width, picture.height, width, height) {
        (Some(wanted), None, Some(width), Some(height)) => {
            (Some(wanted), scale(height, wanted, width))
        }
        (None, Some(wanted), Some(width), Some(height)) => {
            (scale(width, wanted, height), Some(wanted))
        }
        (None, None, width, height) => (width, height),
        (width, height, ..) => (width, height),
    }
}
