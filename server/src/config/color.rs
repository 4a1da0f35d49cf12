//! The colour of a brand, on which the widget writes in white.

/// Contrast that text needs (WCAG 2.2, 1.4.3).
const ENOUGH: f64 = 4.5;

/// Whether this is a colour, and white text on it can be read.
pub(super) fn check(text: &str) -> Result<(), String> {
    let Some(luminance) = luminance(text) else {
        return Err(format!("`{text}` is no colour; write it as `#0b5fff`"));
    };
    let contrast = 1.05 / (luminance + 0.05);
    if contrast < ENOUGH {
        return Err(format!(
            "white text on `{text}` cannot be read (contrast {contrast:.1}, at least {ENOUGH} is \
             needed); take a darker colour"
        ));
    }
    Ok(())
}

/// Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, "relative luminance").
fn luminance(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let mut sum = 0.0;
    for (weight, at) in [(0.2126, 0), (0.7152, 2), (0.0722, 4)] {
        let channel = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        let linear = if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        };
        sum += weight * linear;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_that_carry_white_text_are_taken() {
        for good in ["#0b5fff", "#00796b", "#a63d2a", "#000000"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in ["#ffffff", "#00b8d4", "0b5fff", "#0b5ff", "#0b5ffg", "red", "#1é2345"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
