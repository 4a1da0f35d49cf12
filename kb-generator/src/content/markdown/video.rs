//! Films: links that become a player only after a click.

/// Where a film is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Video {
    /// On a site that plays it in a frame.
    Hosted { provider: &'static str, id: String },
    /// A file that the browser plays.
    File,
}

/// Recognises a film by its address.
pub(super) fn find_video(url: &str) -> Option<Video> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let lower = path.to_lowercase();
    if [".mp4", ".webm", ".ogv", ".m4v", ".mov"].iter().any(|end| lower.ends_with(end)) {
        return Some(Video::File);
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let host = host.to_lowercase();
    let host = host.trim_start_matches("www.").trim_start_matches("m.");
    let (provider, id) = match host {
        "youtu.be" => ("youtube", path),
        "youtube.com" | "youtube-nocookie.com" | "music.youtube.com" => {
            let id = path
                .strip_prefix("embed/")
                .or_else(|| path.strip_prefix("shorts/"))
                .or_else(|| path.strip_prefix("live/"))
                .or_else(|| {
                    let query = path.strip_prefix("watch?")?;
                    query.split('&').find_map(|pair| pair.strip_prefix("v="))
                })?;
            ("youtube", id)
        }
        "vimeo.com" => ("vimeo", path),
        "player.vimeo.com" => ("vimeo", path.strip_prefix("video/")?),
        "video.tv.adobe.com" => ("adobe", path.strip_prefix("v/")?),
        _ => {
            let id = path
                .strip_prefix("w/")
                .or_else(|| path.strip_prefix("videos/watch/"))
                .or_else(|| path.strip_prefix("videos/embed/"))?;
            let id = clean(id)?;
            return (id.len() >= 20)
                .then(|| Video::Hosted { provider: "peertube", id: format!("{host}/{id}") });
        }
    };
    let id = clean(id)?;
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    (provider != "vimeo" || is_number).then_some(Video::Hosted { provider, id })
}

/// The id without what follows it; `None` if it holds anything unusual.
fn clean(id: &str) -> Option<String> {
    let id = id.split(['?', '&', '#', '/']).next().unwrap_or_default();
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (!id.is_empty() && id.len() <= 64 && id.chars().all(usual)).then(|| id.to_owned())
}

/// The name of a provider as people know it.
pub(super) fn provider_name(provider: &str) -> &'static str {
    match provider {
        "youtube" => "YouTube",
        "vimeo" => "Vimeo",
        "adobe" => "Adobe",
        _ => "PeerTube",
    }
}

#[cfg(test)]
mod tests {
    use super::{Video, find_video};

    #[test]
    fn films_are_recognised() {
        let youtube = Some(Video::Hosted { provider: "youtube", id: "dQw4w9WgXcQ".to_owned() });
        assert_eq!(find_video("https://www.youtube.com/watch?t=1&v=dQw4w9WgXcQ"), youtube);
        assert_eq!(find_video("https://youtu.be/dQw4w9WgXcQ?si=x"), youtube);
        assert_eq!(find_video("clip.webm"), Some(Video::File));
        assert_eq!(find_video("https://www.youtube.com/@someone"), None);
        assert_eq!(find_video("https://vimeo.com/about"), None);
    }
}
