//! The content security policy of every page.

/// The policy as a `<meta>` element can hold it. Nothing inline, nothing from
/// elsewhere; frames only of the video hosts that articles can name, and
/// those only after a click.
pub(super) const META_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
     frame-src https://www.youtube-nocookie.com https://player.vimeo.com; \
     base-uri 'none'; form-action 'self'";

/// The policy as a header: what a `<meta>` element cannot say comes on top.
pub(super) fn header_policy() -> String {
    format!("{META_POLICY}; frame-ancestors 'none'")
}
