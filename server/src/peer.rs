//! Whose address a request has, behind proxies too.
//!
//! Limits count by address. Behind a proxy every connection comes from the
//! proxy, which says in `X-Forwarded-For` for whom it asks. Anybody can write
//! that header, so it counts only where `trusted_proxies` names the one who
//! hands it on.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use crate::app::App;

/// The header by which proxies say for whom they ask, nearest last.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Puts the address of the browser in the place of that of a trusted proxy.
pub(crate) async fn behind_proxies(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let address = browser(peer.ip(), request.headers(), &app.config.trusted_proxies);
        let seen = SocketAddr::new(address, peer.port());
        request.extensions_mut().insert(ConnectInfo(seen));
    }
    next.run(request).await
}

/// The last address of the way that no trusted proxy has.
fn browser(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let mut nearest = peer.to_canonical();
    if !is_trusted(&nearest) {
        return nearest;
    }
    // A line with other characters counts too: left out, it would take along
    // what the proxy has written at its end.
    let lines: Vec<Cow<'_, str>> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()))
        .collect();
    for said in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        // What is no address was not written by a proxy of ours.
        let Some(address) = read(said.trim()) else { return nearest };
        nearest = address;
        if !is_trusted(&nearest) {
            return nearest;
        }
    }
    nearest
}

/// `192.0.2.1`, `2001:db8::1`, and either with a port, as some proxies write.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok();
    address.or_else(|| text.parse().ok().map(|it: SocketAddr| it.ip())).map(|it| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(peer: &str, lines: &[&str], expected: &str) {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "2001:db8::/32".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        let found = browser(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(found.to_string(), expected, "{peer} {lines:?}");
    }

    #[test]
    fn nobody_is_believed_but_trusted_proxies() {
        check("192.0.2.1", &["198.51.100.7"], "192.0.2.1");
        check("10.1.2.3", &["198.51.100.7"], "198.51.100.7");
        check("::ffff:10.1.2.3", &["198.51.100.7"], "198.51.100.7");
    }

    #[test]
    fn what_a_browser_has_written_itself_does_not_count() {
        check("10.1.2.3", &["127.0.0.1, 198.51.100.7"], "198.51.100.7");
        check("10.1.2.3", &["127.0.0.1, 198.51.100.7, 10.9.9.9"], "198.51.100.7");
        check("10.1.2.3", &["127.0.0.1", "198.51.100.7, 2001:db8::5"], "198.51.100.7");
        check("10.1.2.3", &["nonsense, 10.9.9.9"], "10.9.9.9");
        check("10.1.2.3", &["127.0.0.1", "é, 198.51.100.7"], "198.51.100.7");
    }

    #[test]
    fn a_proxy_that_says_nothing_asks_for_itself() {
        check("10.1.2.3", &[], "10.1.2.3");
        check("10.1.2.3", &["unknown"], "10.1.2.3");
    }

    #[test]
    fn ports_are_left_out() {
        check("10.1.2.3", &["198.51.100.7:4711"], "198.51.100.7");
        check("10.1.2.3", &["[2001:db9::1]:4711"], "2001:db9::1");
        check("10.1.2.3", &["[2001:db9::1]"], "2001:db9::1");
    }
}
