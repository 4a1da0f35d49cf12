//! The command `kb`.
fn main() {
    let dir = std::path::PathBuf::from(std::env::args().nth(1).expect("site"));
    let mut config = kb_generator::config::SiteConfig::load(&dir).expect("config");
    config.output = std::env::args().nth(2).expect("output").into();
    let read = |name: &str| std::fs::read(format!("/root/.cache/helpwright/assets/{name}")).ok();
    let search_assets = read("search.js").zip(read("search.wasm")).map(|(script, wasm)| kb_generator::render::SearchAssets { script, wasm });
    let options = kb_generator::build::BuildOptions { as_of: "2026-11-22".parse().expect("date"), search_assets, with_internal: false, brands: vec![], force: true };
    match kb_generator::build::build(&config, &options, &|_, _, _| {}) {
        Ok(outcome) => { for d in &outcome.diagnostics { println!("{d}"); } println!("{:?}", outcome.sites); }
        Err(error) => { let mut e: &dyn std::error::Error = &error; loop { println!("{e}"); match e.source() { Some(s) => e = s, None => break } } }
    }
}
