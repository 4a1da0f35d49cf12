//! Formulas as MathML.

use std::panic::{AssertUnwindSafe, catch_unwind};

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// The longest formula that is looked at.
const MAX_BYTES: usize = 16 * 1024;

thread_local! {
    static CONVERTER: Option<LatexToMathML> = LatexToMathML::new(MathCoreConfig::default()).ok();
}

/// Turns LaTeX into MathML.
///
/// # Errors
///
/// A sentence about what the formula has wrong.
pub(super) fn to_mathml(latex: &str, is_block: bool) -> Result<String, String> {
    if latex.len() > MAX_BYTES || nesting(latex) > 100 {
        return Err("the formula is too long or nested too deeply".to_owned());
    }
    let display = if is_block { MathDisplay::Block } else { MathDisplay::Inline };
    CONVERTER.with(|converter| {
        let Some(converter) = converter else { return Err("no converter".to_owned()) };
        // A formula that the crate cannot take must not stop a build.
        let done = catch_unwind(AssertUnwindSafe(|| {
            let result = converter.convert_with_local_state(latex, display);
            result.map(|done| done.mathml).map_err(|error| error.to_string())
        }));
        done.unwrap_or_else(|_| Err("the formula cannot be converted".to_owned()))
    })
}

/// The greatest depth of braces.
fn nesting(latex: &str) -> usize {
    let (mut depth, mut most) = (0usize, 0);
    for byte in latex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}
