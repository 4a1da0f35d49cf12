//! Texts of the settings into which values are put.

use kb_protocol::attribute::AttributeSchema;
use kb_protocol::template::{Named, Target, Template};

use super::problem::nearest;

/// What shortcuts may name.
pub(super) const OF_SHORTCUTS: [&str; 5] =
    ["customer.name", "customer.firstName", "user.name", "user.firstName", "brand.name"];
/// What a brand's own texts may name: they are read by everybody.
pub(super) const OF_BRANDS: [&str; 1] = ["brand.name"];

/// What shortcuts may name of the declared attributes: `customer.custom.planStr`.
pub(super) fn of_attributes(schema: &AttributeSchema) -> Vec<String> {
    let of = |whose: &'static str, names: &[String]| -> Vec<String> {
        names.iter().map(|name| format!("{whose}.custom.{name}")).collect()
    };
    [of("customer", &schema.customer), of("conversation", &schema.conversation)].concat()
}

/// `Err` with what is wrong in a text that may name `known`.
pub(super) fn check(text: &str, known: &[&str]) -> Result<(), String> {
    let template = Template::parse(text).map_err(|mistake| mistake.to_string())?;
    let Some(unknown) = template.names().find(|name| !known.contains(name)) else {
        return Ok(());
    };
    let advice = match nearest(unknown, known.iter().copied()) {
        Some(right) => format!("did you mean `{right}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    Err(format!("there is no value `{unknown}`; {advice}"))
}

/// A brand's text with its values. A text that is no template is none that
/// [`check`] let pass, and stays as it is.
pub(crate) fn filled(text: &str, brand_name: &str) -> String {
    match Template::parse(text) {
        Ok(template) => template.filled(Target::Text, &Named(&[("brand.name", brand_name)])),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brands_text_names_the_brand_and_nobody_else() {
        assert_eq!(check("Welcome to {{brand.name}}", &OF_BRANDS), Ok(()));
        assert_eq!(filled("Welcome to {{brand.name}}", "Pedalo"), "Welcome to Pedalo");
        assert_eq!(
            check("Hello {{customer.name}}", &OF_BRANDS).unwrap_err(),
            "there is no value `customer.name`; known here: brand.name"
        );
        assert_eq!(
            check("Hello {{brandname}}", &OF_BRANDS).unwrap_err(),
            "there is no value `brandname`; did you mean `brand.name`?"
        );
    }
}
