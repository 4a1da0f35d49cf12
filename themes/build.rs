//! Makes Cargo notice files that are added to or removed from the embedded themes.

fn main() {
    println!("cargo::rerun-if-changed=plain");
    println!("cargo::rerun-if-changed=almanac");
}
