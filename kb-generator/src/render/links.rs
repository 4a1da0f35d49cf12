//! Fills the holes of rendered texts with addresses of one locale's pages.

use std::borrow::Cow;

use super::Assets;
use crate::content::links::{From, Links, Target};
use crate::content::markdown::{Html, Reference, ReferenceKind};
use crate::content::slug::encode_address;
use crate::site::{LocaleSite, Site};

/// What addresses are made from.
pub(super) struct Addressing<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) links: &'a Links<'a>,
    pub(super) assets: &'a Assets,
}

impl Addressing<'_> {
    /// The finished HTML of a text as it appears in one locale.
    pub(super) fn html(&self, html: &Html, from: From<'_>, locale: &LocaleSite<'_>) -> String {
        let mut out = String::new();
        html.write(&mut out, &mut |reference| self.address(reference, from, locale));
        out
    }

    /// The address that a reference leads to, ready for an attribute.
    pub(super) fn address<'r>(
        &self,
        reference: &'r Reference,
        from: From<'_>,
        locale: &LocaleSite<'_>,
    ) -> Cow<'r, str> {
        if reference.kind == ReferenceKind::Icon {
            let sprite = self.assets.address("icons.svg").unwrap_or_default();
            return Cow::Owned(format!("{sprite}#{}", reference.target));
        }
        match self.links.resolve(from, &reference.target) {
            Target::Article(index, fragment) => {
                match locale.articles.get(index).and_then(Option::as_ref) {
                    Some(page) => Cow::Owned(format!("{}{fragment}", page.href)),
                    // Not on this site: where it would be found if it were.
                    None => Cow::Owned(self.site.href(&format!("{}/", locale.locale.code()))),
                }
            }
            Target::Category(key, fragment) => match locale.categories.get(&key) {
                Some(page) => Cow::Owned(format!("{}{fragment}", page.href)),
                None => Cow::Owned(self.site.href(&format!("{}/", locale.locale.code()))),
            },
            Target::Asset(path) => {
                let query = reference.target.find('?').map(|at| &reference.target[at..]);
                let copy = query.and_then(|query| self.assets.address(&format!("{path}{query}")));
                let address = copy.or_else(|| self.assets.address(&path));
                Cow::Owned(address.unwrap_or_default().to_owned())
            }
            Target::Static(path) => Cow::Owned(self.site.href(&path)),
            Target::Fragment(fragment) => Cow::Borrowed(fragment),
            Target::Unknown => Cow::Owned(encode_address(&reference.target)),
        }
    }
}
