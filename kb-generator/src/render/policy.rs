//! The content security policy of every page.

use crate::site::Site;

/// The policy as a `<meta>` element can hold it. Nothing inline, nothing from
/// elsewhere but the widget of the brand's own server, and what forms need;
/// frames only of the video hosts that articles can name, and those only
/// after a click.
pub(super) fn meta_policy(site: &Site<'_>) -> String {
    let brand = site.brand;
    let (mut scripts, mut connections, mut forms) = (String::new(), String::new(), String::new());
    if let Some(relay) = brand.widget.as_ref().and_then(|widget| widget.relay.as_ref()) {
        let origin = &relay.origin;
        scripts = format!(" {origin}");
        // A socket's address has a scheme of its own.
        connections = format!(" {origin} {}", origin.replacen("http", "ws", 1));
    } else if let Some(relay) = &brand.relay {
        connections = format!(" {}", relay.origin);
    }
    if !site.forms.is_empty() {
        let relay = brand.relay.as_ref().map(|relay| relay.origin.as_str());
        let fallback = brand.form_fallback.as_ref().map(|fallback| fallback.policy_source());
        forms = relay.or(fallback).map_or_else(String::new, |source| format!(" {source}"));
    }
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; \
         style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; \
         connect-src 'self'{connections}; manifest-src 'self'; worker-src 'self'; \
         frame-src https://www.youtube-nocookie.com https://player.vimeo.com; \
         base-uri 'none'; form-action 'self'{forms}"
    )
}

/// The policy as a header: what a `<meta>` element cannot say comes on top.
pub(super) fn header_policy(site: &Site<'_>) -> String {
    format!("{}; frame-ancestors 'none'", meta_policy(site))
}
