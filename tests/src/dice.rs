//! Chance that repeats with its seed.

/// Numbers that look random (xorshift64*).
///
/// Source: Vigna, "An experimental exploration of Marsaglia's xorshift
/// generators, scrambled", 2016, doi:10.1145/2845077.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 31;
        number % sides.max(1)
    }
}
