//! How long to wait before the next attempt to reach the server.

/// Wait before the second attempt, in milliseconds.
const FIRST_MS: u32 = 500;
/// Longest wait, in milliseconds.
const LONGEST_MS: u32 = 30_000;

/// Milliseconds before the next attempt after `failures` in a row.
///
/// Doubles from half a second to half a minute. Half of it is fixed and half
/// is spread by `jitter`, from 0 to 1, so that browsers which lost their
/// server at one moment do not come back at one moment.
///
/// Source: "Exponential Backoff And Jitter" ("equal jitter"), AWS Architecture
/// Blog, 2015.
pub fn delay_ms(failures: u32, jitter: f64) -> u32 {
    let whole = FIRST_MS.saturating_mul(1 << failures.min(16)).min(LONGEST_MS);
    let half = whole / 2;
    half + (f64::from(half) * jitter.clamp(0.0, 1.0)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_half_a_minute() {
        let longest: Vec<u32> = (0..8).map(|failures| delay_ms(failures, 1.0)).collect();
        assert_eq!(longest, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        assert_eq!(delay_ms(u32::MAX, 1.0), 30_000);
    }

    #[test]
    fn jitter_spreads_over_the_later_half() {
        assert_eq!(delay_ms(2, 0.0), 1_000);
        assert_eq!(delay_ms(2, 0.5), 1_500);
        assert_eq!(delay_ms(2, f64::NAN), 1_000);
        assert_eq!(delay_ms(2, 7.0), 2_000);
    }
}
