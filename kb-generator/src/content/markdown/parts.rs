//! What markers become: admonitions, tabs, foldable parts, films, pictures.

use super::{
    admonition::Kind,
    escape::escape_into,
    images::Picture,
    prepare::{Fold, Marker},
    types::ReferenceKind,
    video::{Video, find_video, provider_name},
    walk::{Frame, FrameKind, Walker},
};

/// Writes what a marker stands for.
pub(super) fn write(walker: &mut Walker<'_, '_>, marker: &Marker, at: usize) {
    match marker {
        Marker::Admonition { kind, title, fold, quote } => {
            walker.admonition(*kind, title.as_deref(), *fold, *quote, at);
        }
        Marker::Details { summary, is_open } => {
            let open = if *is_open { " open" } else { "" };
            walker.push_frame(FrameKind::Part("</details>\n"));
            walker.sink.open("details", &format!("class=\"details\"{open}"));
            let summary = summary.clone().unwrap_or_else(|| walker.message("details-open", &[]));
            let html = title_html(&summary);
            walker.plain.push(&summary);
            walker.plain.space();
            walker.sink.out.push_str(&format!("<summary>{html}</summary>\n"));
        }
        Marker::Tabs => {
            walker.push_frame(FrameKind::Part("</div>\n"));
            walker.sink.open("div", "class=\"tabs\" data-tabs");
        }
        Marker::Tab { title } => {
            walker.push_frame(FrameKind::Part("</section>\n"));
            let id = walker.ids.make(&format!("tab-{title}"));
            let mut attributes = "class=\"tab\" id=\"".to_owned();
            escape_into(&mut attributes, &id);
            attributes.push('"');
            walker.sink.open("section", &attributes);
            let html = title_html(title);
            walker.plain.push(title);
            walker.plain.space();
            walker.sink.open("h3", "class=\"tab-title\"");
            walker.sink.out.push_str(&html);
            walker.sink.out.push_str("</h3>\n");
            walker.rendered.anchors.push(id);
        }
        Marker::Plain => walker.push_frame(FrameKind::Part("")),
        Marker::Close => {
            if matches!(walker.frames.last(), Some(Frame { kind: FrameKind::Part(_), .. })) {
                walker.pop_frame();
            }
        }
        Marker::Video { url, title } => match find_video(url) {
            Some(video) => walker.write_video(&video, url, title.as_deref(), at),
            None => {
                walker.problem(
                    "unknown-video",
                    at,
                    format!("`{url}` is no film that can be shown"),
                    "name a page of YouTube, Vimeo or PeerTube, or a file",
                );
                if let Some(href) = walker.href(url, at) {
                    let mut text = String::new();
                    escape_into(&mut text, title.as_deref().unwrap_or(url));
                    walker.sink.inline(&format!("<a href=\"{href}\">{text}</a>"));
                }
            }
        },
        Marker::Figure(figure) => {
            let picture = Picture {
                target: figure.src.clone(),
                alt: figure.alt.clone().or_else(|| figure.caption.clone()).unwrap_or_default(),
                caption: figure.caption.clone(),
                width: figure.width,
                height: figure.height,
                at,
            };
            walker.write_figure(picture);
            if let Some(link) = &figure.link
                && let Some(href) = walker.href(link, at)
            {
                let mut text = String::new();
                escape_into(&mut text, figure.caption.as_deref().unwrap_or(link));
                walker.sink.inline(&format!("<p><a href=\"{href}\">{text}</a></p>"));
            }
        }
    }
}

impl Walker<'_, '_> {
    fn admonition(&mut self, kind: Kind, title: Option<&str>, fold: Fold, quote: bool, at: usize) {
        let end = if fold == Fold::Never { "</div>\n" } else { "</details>\n" };
        let is_first = quote
            && self.frames.last().is_some_and(|frame| {
                matches!(frame.kind, FrameKind::Element("</blockquote>\n"))
                    && self.sink.out.get(frame.start..) == Some("<blockquote>\n")
            });
        if is_first {
            if let Some(frame) = self.frames.last_mut() {
                frame.kind = FrameKind::Quote(end);
                self.sink.out.truncate(frame.start);
            }
        } else if quote {
            // In the middle of a quotation it is only a line of text.
            return;
        } else {
            self.push_frame(FrameKind::Part(end));
        }
        let name = kind.name();
        let open = if fold == Fold::Open { " open" } else { "" };
        let title_tag = if fold == Fold::Never {
            self.sink.open("div", &format!("class=\"admonition {name}\" role=\"note\""));
            "p"
        } else {
            self.sink.open("details", &format!("class=\"admonition {name}\"{open}"));
            "summary"
        };
        // Material for MkDocs writes an empty title to have none.
        if title == Some("") && fold == Fold::Never {
            return;
        }
        let title = title
            .filter(|title| !title.is_empty())
            .map_or_else(|| self.message(&format!("admonition-{name}"), &[]), str::to_owned);
        let icon = self.icon(name, at);
        self.sink.open(title_tag, "class=\"admonition-title\"");
        self.sink.inline(&icon);
        self.sink.out.push_str(&title_html(&title));
        self.sink.out.push_str(&format!("</{title_tag}>\n"));
        self.plain.push(&title);
        self.plain.space();
    }

    pub(super) fn write_video(&mut self, video: &Video, url: &str, title: Option<&str>, at: usize) {
        let html = self.video_html(video, url, title, at);
        self.sink.block(&html);
    }

    /// A film; within a line it is a plain link.
    pub(super) fn video_html(
        &mut self,
        video: &Video,
        url: &str,
        title: Option<&str>,
        at: usize,
    ) -> String {
        let hole = match super::address::classify(url) {
            super::address::Address::Internal(_) => {
                let position = self.prepared.position(at);
                self.sink.reference(ReferenceKind::Image, url, position)
            }
            _ => self.href(url, at).unwrap_or_default(),
        };
        let title_text = title.map(str::to_owned).unwrap_or_else(|| match video {
            Video::Hosted { provider, .. } => provider_name(provider).to_owned(),
            Video::File => String::new(),
        });
        self.plain.push(&title_text);
        self.plain.space();
        let mut text = String::new();
        escape_into(&mut text, &self.message("video-play", &[("title", &title_text)]));
        if self.is_in_paragraph() {
            return format!("<a href=\"{hole}\" rel=\"noopener\">{text}</a>");
        }
        match video {
            Video::Hosted { provider, id } => format!(
                "<figure class=\"video\"><a class=\"video-link\" href=\"{hole}\" rel=\"noopener\" \
                 data-video-provider=\"{provider}\" data-video-id=\"{id}\"><span>{text}</span></a>\
                 </figure>"
            ),
            Video::File => {
                let mut caption = String::new();
                escape_into(&mut caption, &title_text);
                let label = if caption.is_empty() { &text } else { &caption };
                format!(
                    "<figure class=\"video\"><video controls preload=\"none\" src=\"{hole}\" \
                     aria-label=\"{label}\"></video></figure>"
                )
            }
        }
    }
}

/// A title: text, with code between backticks.
fn title_html(title: &str) -> String {
    let mut html = String::new();
    let title = title.replace('*', "");
    let pieces: Vec<&str> = title.split('`').collect();
    let is_balanced = pieces.len() % 2 == 1;
    for (index, piece) in pieces.iter().enumerate() {
        if is_balanced && index % 2 == 1 {
            html.push_str("<code>");
            escape_into(&mut html, piece);
            html.push_str("</code>");
        } else {
            if !is_balanced && index > 0 {
                html.push('`');
            }
            escape_into(&mut html, piece);
        }
    }
    html
}
