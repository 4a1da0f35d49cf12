//! The values that rules may ask.

/// Values with a name of their own.
pub const NAMES: [&str; 15] = [
    // Address of the page, and its part behind the host.
    "page.url",
    "page.path",
    // Seconds for which the page was looked at, and how far it was scrolled,
    // in percent.
    "page.seconds",
    "page.scroll",
    // Whether the pointer has left the page at its top.
    "page.exit",
    // Address of the page that led here; unset for none.
    "referrer",
    // Id of the brand.
    "brand",
    // BCP 47 code of the widget's locale.
    "locale",
    // `phone`, `tablet` or `desktop`.
    "device",
    // Whether there was a visit before this one, and how many with it.
    "visitor.returning",
    "visitor.visits",
    // Whether the brand's schedule is open.
    "schedule.open",
    // Whether an agent has an inbox open and takes conversations.
    "agents.available",
    // `online` or `offline`.
    "availability",
    // `chat`, `kb` or `both`.
    "mode",
];

/// Beginnings of names that a page or an address brings: `utm.source`,
/// `event.cart_left`, `customer.planStr`. `customer.loggedIn` is whether the
/// visitor has logged in.
pub const PREFIXES: [&str; 3] = ["utm.", "event.", "customer."];

/// Whether a rule may ask for this value.
pub fn is_name(name: &str) -> bool {
    NAMES.contains(&name)
        || PREFIXES
            .iter()
            .any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty()))
}
