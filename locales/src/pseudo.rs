//! The pseudo-locale: English that shows what is not translated, what is cut
//! off and what is put together from pieces.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};

/// Accented, a third longer, in brackets; on nobody's list of languages.
pub const PSEUDO_LOCALE: &str = "en-XA";

/// How much longer than English a text becomes, in percent. German and French
/// interface texts are about that much longer.
const GROWTH_PERCENT: usize = 35;

/// Rewrites every message of a Fluent file, leaving placeables as they are.
pub(crate) fn pseudo_messages(source: &str) -> String {
    let mut resource: Resource<String> = match fluent_syntax::parser::parse(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &mut message.value
        {
            rewrite(pattern);
        }
    }
    fluent_syntax::serializer::serialize(&resource)
}

/// Brackets every variant of its own, because a variant is a whole text.
fn rewrite(pattern: &mut Pattern<String>) {
    let mut letters = 0;
    let mut has_variants = false;
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                letters += value.chars().filter(|character| character.is_alphabetic()).count();
                *value = value.chars().map(accented).collect();
            }
            PatternElement::Placeable { expression } => {
                has_variants |= rewrite_variants(expression);
            }
        }
    }
    if has_variants {
        return;
    }
    let padding = "~".repeat((letters * GROWTH_PERCENT).div_ceil(100));
    // A bracket at the start of a line would read as a variant key.
    let text = |text: &str| PatternElement::Placeable {
        expression: Expression::Inline(InlineExpression::StringLiteral { value: text.to_owned() }),
    };
    pattern.elements.insert(0, text("["));
    pattern.elements.push(text(&format!("{padding}]")));
}

fn rewrite_variants(expression: &mut Expression<String>) -> bool {
    let Expression::Select { variants, .. } = expression else { return false };
    variants.iter_mut().for_each(|variant| rewrite(&mut variant.value));
    true
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const ACCENTED: &str = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž";
    PLAIN
        .chars()
        .position(|plain| plain == letter)
        .and_then(|index| ACCENTED.chars().nth(index))
        .unwrap_or(letter)
}
