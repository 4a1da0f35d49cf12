//! Colours: sRGB, OKLCH, and the contrast between two of them.

use std::fmt;

/// A colour of the sRGB space with 8 bits per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// A colour of the OKLCH space: perceived lightness 0 to 1, chroma from 0 (grey)
/// to about 0.37, hue in degrees.
///
/// Source: Björn Ottosson, "A perceptual color space for image processing",
/// 2020, <https://bottosson.github.io/posts/oklab/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// Perceived lightness, 0 (black) to 1 (white).
    pub lightness: f64,
    /// Distance from grey.
    pub chroma: f64,
    /// Hue in degrees.
    pub hue: f64,
}

impl Rgb {
    /// White.
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };

    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let channel = |shift: u32, mask: u32| ((number >> shift) & mask) as u8;
        match digits.len() {
            3 => Some(Self {
                red: channel(8, 0xf) * 17,
                green: channel(4, 0xf) * 17,
                blue: channel(0, 0xf) * 17,
            }),
            6 => Some(Self {
                red: channel(16, 0xff),
                green: channel(8, 0xff),
                blue: channel(0, 0xff),
            }),
            _ => None,
        }
    }

    /// Relative luminance, 0 (black) to 1 (white).
    ///
    /// Source: WCAG 2.2, "relative luminance",
    /// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn linear(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// Contrast ratio of two colours, 1 to 21, whichever is in front.
///
/// Source: WCAG 2.2, "contrast ratio",
/// <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
pub fn contrast_ratio(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

impl From<Rgb> for Oklch {
    fn from(color: Rgb) -> Self {
        let [r, g, b] = color.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a).to_degrees().rem_euclid(360.0) }
    }
}

impl Oklch {
    /// The nearest colour that a screen can show: chroma is reduced until the
    /// colour lies within sRGB, lightness and hue stay.
    pub fn to_rgb(self) -> Rgb {
        let lightness = self.lightness.clamp(0.0, 1.0);
        let at = |chroma: f64| Self { lightness, chroma, ..self }.to_linear();
        let (mut inside, mut outside) = (0.0, self.chroma);
        if in_gamut(at(self.chroma)) {
            inside = self.chroma;
        } else {
            // Halving 20 times leaves less than one step of an 8-bit channel.
            for _ in 0..20 {
                let middle = f64::midpoint(inside, outside);
                if in_gamut(at(middle)) {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
        }
        let [red, green, blue] = at(inside).map(|value| {
            let value = value.clamp(0.0, 1.0);
            let encoded = if value <= 0.003_130_8 {
                12.92 * value
            } else {
                1.055 * value.powf(1.0 / 2.4) - 0.055
            };
            (encoded * 255.0).round() as u8
        });
        Rgb { red, green, blue }
    }

    fn to_linear(self) -> [f64; 3] {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

fn in_gamut(linear: [f64; 3]) -> bool {
    const SLACK: f64 = 0.000_1;
    linear.iter().all(|value| (-SLACK..=1.0 + SLACK).contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rgb(text: &str) -> Rgb {
        Rgb::parse(text).unwrap()
    }

    #[test]
    fn every_sixteenth_colour_survives_the_way_to_oklch_and_back() {
        for red in (0..=255).step_by(17) {
            for green in (0..=255).step_by(17) {
                for blue in (0..=255).step_by(17) {
                    let color = Rgb { red, green, blue };
                    assert_eq!(Oklch::from(color).to_rgb(), color);
                }
            }
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast_ratio(Rgb::WHITE, rgb("#000")) - 21.0).abs() < 1e-9);
        // The well-known darkest grey that fails on white, and the next one.
        assert!(contrast_ratio(Rgb::WHITE, rgb("#777777")) < 4.5);
        assert!(contrast_ratio(Rgb::WHITE, rgb("#767676")) > 4.5);
    }

    #[test]
    fn red_has_the_published_oklch_coordinates() {
        let red = Oklch::from(rgb("#f00"));
        assert!((red.lightness - 0.627_96).abs() < 1e-3);
        assert!((red.chroma - 0.257_68).abs() < 1e-3);
        assert!((red.hue - 29.234).abs() < 0.1);
    }

    #[test]
    fn only_hexadecimal_colours_are_read() {
        assert_eq!(Rgb::parse("#0b6bcb").unwrap().to_string(), "#0b6bcb");
        for wrong in ["", "red", "#12", "#12345g", "0b6bcb", "#0b6bcbff", "#+12345"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }
}
