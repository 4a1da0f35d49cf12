//! Prints the widget's messages of every embedded locale: one line each, its
//! code, a tab, the JSON of [`kb_locales::compile`].

use std::error::Error;
use std::io::Write;

use kb_locales::{Locale, compile, embedded_locales};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for code in embedded_locales() {
        let locale = Locale::parse(code)?;
        let compiled = compile(&locale)?.ok_or("an embedded locale has messages")?;
        writeln!(out, "{code}\t{compiled}")?;
    }
    Ok(())
}
