//! The five kinds of admonitions and the names that others give them.

/// What an admonition looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl Kind {
    /// Class, name of the icon and end of the message id.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Note => "note",
            Kind::Tip => "tip",
            Kind::Important => "important",
            Kind::Warning => "warning",
            Kind::Caution => "caution",
        }
    }
}

/// Names used by GitHub, Docusaurus, Material for MkDocs, Obsidian, Starlight,
/// Docsy and Experience League.
const NAMES: &[(&str, Kind)] = &[
    ("note", Kind::Note),
    ("info", Kind::Note),
    ("abstract", Kind::Note),
    ("summary", Kind::Note),
    ("tldr", Kind::Note),
    ("question", Kind::Note),
    ("help", Kind::Note),
    ("faq", Kind::Note),
    ("example", Kind::Note),
    ("quote", Kind::Note),
    ("cite", Kind::Note),
    ("nb", Kind::Note),
    ("todo", Kind::Note),
    ("seealso", Kind::Note),
    ("primary", Kind::Note),
    ("secondary", Kind::Note),
    ("default", Kind::Note),
    ("more", Kind::Note),
    ("moreinfo", Kind::Note),
    ("availability", Kind::Note),
    ("prerequisites", Kind::Note),
    ("requirements", Kind::Note),
    ("video", Kind::Note),
    ("admin", Kind::Note),
    ("administration", Kind::Note),
    ("tip", Kind::Tip),
    ("hint", Kind::Tip),
    ("success", Kind::Tip),
    ("check", Kind::Tip),
    ("done", Kind::Tip),
    ("answer", Kind::Tip),
    ("important", Kind::Important),
    ("attention", Kind::Important),
    ("notice", Kind::Important),
    ("warning", Kind::Warning),
    ("warn", Kind::Warning),
    ("caution", Kind::Caution),
    ("danger", Kind::Caution),
    ("error", Kind::Caution),
    ("failure", Kind::Caution),
    ("fail", Kind::Caution),
    ("missing", Kind::Caution),
    ("bug", Kind::Caution),
];

/// Finds a kind by name, or the nearest known name.
pub(super) fn find_kind(name: &str) -> Result<Kind, Option<&'static str>> {
    let lower = name.to_lowercase();
    if let Some((_, kind)) = NAMES.iter().find(|(known, _)| *known == lower) {
        return Ok(*kind);
    }
    if lower.len() > 40 {
        return Err(None);
    }
    let nearest = NAMES
        .iter()
        .map(|(known, _)| (strsim::damerau_levenshtein(known, &lower), *known))
        .min_by_key(|(distance, _)| *distance);
    Err(nearest.and_then(|(distance, known)| (distance <= 2).then_some(known)))
}
