//! `kb check --fix`: writes ids into articles, so that they survive renaming.

use kb_generator::config::SiteConfig;
use kb_generator::content::front_matter_edit::set_key;
use kb_generator::publish::replace_file;
use kb_generator::sources::Sources;

use super::Failure;

/// Gives every article that has none an id, in its source's front matter, and
/// answers how many there were.
pub(super) fn give_ids(config: &SiteConfig) -> Result<usize, Failure> {
    let sources = Sources::read(config, &mut Vec::new())?;
    let mut fixed = 0;
    for article in sources.content.articles.iter().filter(|article| article.id_is_derived) {
        // A second article with the same id keeps the one its author wrote:
        // which of the two is to change is not for a program to say.
        if article.front.id.is_some() {
            continue;
        }
        let file = config.dir.join(&article.source_version().path);
        let text = std::fs::read_to_string(&file).map_err(|e| Failure::Machine(e.into()))?;
        replace_file(&file, set_key(&text, "id", &article.id))?;
        fixed += 1;
    }
    Ok(fixed)
}
