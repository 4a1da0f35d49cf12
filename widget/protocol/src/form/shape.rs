//! Shapes of single answers.

/// Whether a text has a shape: `A` stands for a letter, `9` for a digit, `*`
/// for either, everything else for itself.
pub(super) fn has_shape(text: &str, shape: &str) -> bool {
    let mut characters = text.chars();
    let fits = shape.chars().all(|wanted| {
        characters.next().is_some_and(|found| match wanted {
            'A' => found.is_alphabetic(),
            '9' => found.is_ascii_digit(),
            '*' => found.is_alphanumeric(),
            other => found == other,
        })
    });
    fits && characters.next().is_none()
}

/// Whether a text is an address as `input type=email` takes it, with a dot in
/// its domain.
///
/// Source: HTML Living Standard, "valid email address"; RFC 5321, 4.5.3.1 for
/// the lengths.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (1..=64).contains(&local.len())
        && text.len() <= 254
        && local.chars().all(is_local)
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// Whether a text is a telephone number: 4 to 15 digits (ITU-T E.164), perhaps
/// with `+`, spaces, hyphens, dots, slashes and brackets.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_part = |c: char| c.is_ascii_digit() || " -./()".contains(c);
    (4..=15).contains(&digits) && text.strip_prefix('+').unwrap_or(text).chars().all(is_part)
}

/// Whether a text is an absolute address of the web.
pub(super) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_safe = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"`{}|\\^".contains(c);
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.starts_with('.') && rest.chars().all(is_safe)
    })
}

/// Whether a text is a day that the calendar has, as `2026-05-01`.
pub(super) fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |text: &str, digits: usize| {
        let is_right = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        is_right.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether a text is a day and a time of it, as `2026-05-01T09:00`.
pub(super) fn is_day_and_time(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else { return false };
    let is_time = time.len() == 5
        && has_shape(time, "99:99")
        && time[..2].parse::<u32>().is_ok_and(|hour| hour < 24)
        && time[3..].parse::<u32>().is_ok_and(|minute| minute < 60);
    is_day(day) && is_time
}
