//! Decimal numbers as people write them, read and written in a few hundred
//! bytes of program.
//!
//! What the standard library brings for this is exact for every double, with
//! tables of 12 KB that no compression makes smaller: a quarter of what a form
//! loads. The numbers of forms and rules are prices, counts and measures. Here
//! up to 19 digits and 27 places are read exactly, as everywhere, and 15 digits
//! are written as they were read; beyond, the last of 16 digits may be another.
//! Browser and server run this same code, so that they never disagree.

/// Most significant digits that are read; those that follow count as zeros.
const DIGITS: u32 = 19;
/// Largest power of five in 64 bits.
const PLACES: i32 = 27;
/// Above this every double is whole, and has 19 digits or more.
const WIDE: f64 = 1e18;

/// Reads a number: sign, digits with a point, exponent. `None` for anything
/// else, and for what is too large for a double.
pub(crate) fn read(text: &str) -> Option<f64> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], whole(&text[at + 1..])?),
        None => (text, 0),
    };
    let (mut mantissa, mut count, mut scale) = (0u64, 0, 0i32);
    let (mut has_digit, mut has_point) = (false, false);
    for byte in digits.bytes() {
        match byte {
            b'.' if !has_point => has_point = true,
            b'0'..=b'9' => {
                has_digit = true;
                if count < DIGITS {
                    mantissa = mantissa * 10 + u64::from(byte - b'0');
                    count += u32::from(mantissa > 0);
                    scale -= i32::from(has_point);
                } else {
                    scale = scale.saturating_add(i32::from(!has_point));
                }
            }
            _ => return None,
        }
    }
    if !has_digit {
        return None;
    }
    let number = scaled(mantissa, exponent.saturating_add(scale));
    number.is_finite().then_some(if is_negative { -number } else { number })
}

/// An exponent; one that is out of all bounds is very large.
fn whole(text: &str) -> Option<i32> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut number = 0i32;
    for byte in digits.bytes() {
        let digit = i32::from(byte.wrapping_sub(b'0'));
        if !(0..10).contains(&digit) {
            return None;
        }
        number = number.saturating_mul(10).saturating_add(digit);
    }
    (!digits.is_empty()).then_some(if is_negative { -number } else { number })
}

/// The double that is nearest to `mantissa` times ten to the power of `exponent`.
#[expect(clippy::cast_precision_loss, reason = "that rounding is what is wanted")]
fn scaled(mantissa: u64, exponent: i32) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let inner = exponent.clamp(-PLACES, PLACES);
    let five = 5u64.pow(inner.unsigned_abs());
    let mut number = if inner < 0 {
        // With 64 bits or more, and the last of them set where something is
        // left, the conversion rounds as if all were there.
        let shift = mantissa.leading_zeros();
        let wide = u128::from(mantissa << shift) << 64;
        let quotient = wide / u128::from(five);
        let sticky = u128::from(quotient * u128::from(five) != wide);
        (quotient | sticky) as f64 * power_of_two(inner - 64 - shift.cast_signed())
    } else {
        (u128::from(mantissa) * u128::from(five)) as f64 * power_of_two(inner)
    };
    let mut left = exponent - inner;
    while left != 0 && number != 0.0 && number.is_finite() {
        number = if left > 0 { number * 10.0 } else { number / 10.0 };
        left -= left.signum();
    }
    number
}

/// Two to a power between -1022 and 1023, exactly (IEEE 754, 3.4).
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::from((exponent + 1023).unsigned_abs()) << 52)
}

/// Writes a number without an exponent, with no more digits than it needs.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers below 10^18"
)]
pub(crate) fn written(number: f64) -> String {
    let mut size = number.abs();
    let mut zeros = 0;
    while size >= WIDE && size.is_finite() {
        size /= 10.0;
        zeros += 1;
    }
    let mut scale = 1.0;
    let mut places = 0;
    // As soon as the digits so far stand for the same number, they are enough.
    while places < 17 && (size * scale).round() / scale != size && size * scale < WIDE / 10.0 {
        scale *= 10.0;
        places += 1;
    }
    let mut digits = ((size * scale).round() as u64).to_string();
    digits.extend(std::iter::repeat_n('0', zeros));
    if places > 0 {
        while digits.len() <= places {
            digits.insert(0, '0');
        }
        digits.insert(digits.len() - places, '.');
    }
    if number < 0.0 {
        digits.insert(0, '-');
    }
    digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [
            "0",
            "-0",
            "1",
            "+1",
            "007",
            "3.5",
            ".5",
            "5.",
            "-2.25",
            "0.1",
            "1e3",
            "1E-3",
            "2.5e+2",
            "9007199254740993",
            "123456789012345678",
            "0.30000000000000004",
            "1e22",
            "1e-22",
            "4.9e-5",
            "179769313486231570000000000",
            "0.000000000000000000000000001",
        ] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
        for text in [
            "", "-", ".", "e5", "1e", "1e+", "--1", "1-", "1.2.3", "1e2e3", "inf", "NaN", "1,5",
            "१", " 1", "1e999", "0x10",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("0e99999999999"), Some(0.0));
        assert_eq!(read("1e-99999999999"), Some(0.0));
        // More digits than are read change the 17th at most.
        let long = read("3.14159265358979323846264338327950288").expect("a number");
        assert!((long - std::f64::consts::PI).abs() <= f64::EPSILON * 4.0, "{long}");
    }

    #[test]
    fn numbers_are_written_with_the_digits_they_need() {
        for (number, text) in [
            (0.0, "0"),
            (-0.5, "-0.5"),
            (3.0, "3"),
            (0.1, "0.1"),
            (1234.5678, "1234.5678"),
            (1e15, "1000000000000000"),
            (0.000_001, "0.000001"),
            (1e21, "1000000000000000000000"),
        ] {
            assert_eq!(written(number), text);
            assert_eq!(number.to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn what_has_19_digits_is_read_exactly(mantissa in 0..10_000_000_000_000_000_000u64, exponent in -27..=27i32) {
            let text = format!("{mantissa}e{exponent}");
            prop_assert_eq!(read(&text), text.parse().ok());
        }

        #[test]
        fn what_has_15_digits_is_written_as_it_was_read(mantissa in 0..1_000_000_000_000_000i64, places in 0..12i32, sign in prop_oneof![Just(1), Just(-1)]) {
            let number: f64 = format!("{}e-{places}", mantissa * sign).parse().expect("a number");
            prop_assert_eq!(written(number), if number == 0.0 { "0".to_owned() } else { number.to_string() });
        }

        #[test]
        fn no_text_and_no_number_panics(text in "[-+.eE0-9]{0,40}", bits in any::<u64>()) {
            if let Some(number) = read(&text) {
                prop_assert!(number.is_finite());
                let whole: f64 = text.parse().expect("what is read here is a number everywhere");
                prop_assert!((number - whole).abs() <= whole.abs() * 1e-13 || whole.abs() < 1e-290);
            }
            written(f64::from_bits(bits));
        }
    }
}
