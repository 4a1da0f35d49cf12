//! Entries of lists: articles and categories as other pages show them.

use minijinja::Value;

use super::context::{ArticleLink, CategoryCard, ChildCategory, DateText};
use super::renderer::LocaleRenderer;
use super::template::value;
use crate::content::date::Date;
use crate::site::{LocaleSite, Presence, Site};

/// Articles that a category's card shows.
const ARTICLES_PER_CARD: usize = 5;

/// The entry of every article, made once for all the lists it stands in.
pub(super) fn entries(site: &Site<'_>, locale: &LocaleSite<'_>) -> Vec<Option<Value>> {
    (0..locale.articles.len()).map(|index| entry(site, locale, index).map(value)).collect()
}

fn entry(site: &Site<'_>, locale: &LocaleSite<'_>, index: usize) -> Option<ArticleLink> {
    let page = locale.articles[index].as_ref()?;
    let body = locale.body(index)?;
    let front = &site.prepared.content.articles[index].front;
    let foreign = page.presence != Presence::Own;
    let category = page
        .categories
        .iter()
        .find_map(|key| locale.categories.get(key).filter(|_| !key.is_empty()))
        .map(|category| category.title.clone());
    Some(ArticleLink {
        title: body.title.clone(),
        url: page.href.clone(),
        description: body.description.clone(),
        reading_minutes: body.reading_minutes,
        updated: locale.version(index)?.updated(front).map(|date| date_text(locale, date)),
        category,
        lang: foreign.then(|| page.shown.code().to_owned()),
        dir: foreign.then(|| page.shown.direction()),
        external_locale: page.presence == Presence::Link,
    })
}

/// A date in the words of a locale.
pub(super) fn date_text(locale: &LocaleSite<'_>, date: Date) -> DateText {
    let (year, month, day) = date.ymd();
    DateText { iso: date.day(), text: locale.catalog.format_date(year, month, day) }
}

/// The entries of some articles, in the order given.
pub(super) fn pick(shared: &LocaleRenderer, positions: &[usize], most: usize) -> Vec<Value> {
    positions.iter().filter_map(|index| shared.entries[*index].clone()).take(most).collect()
}

/// Cards of the categories below a key.
pub(super) fn cards(
    site: &Site<'_>,
    locale: &LocaleSite<'_>,
    shared: &LocaleRenderer,
    key: &str,
) -> Vec<CategoryCard> {
    let children = locale.categories.get(key).map_or(&[][..], |page| &page.children);
    children
        .iter()
        .filter_map(|key| {
            let page = locale.categories.get(key)?;
            let foreign = page.shown.as_ref().filter(|shown| **shown != locale.locale);
            Some(CategoryCard {
                lang: foreign.map(|shown| shown.code().to_owned()),
                dir: foreign.map(kb_locales::Locale::direction),
                title: page.title.clone(),
                url: page.href.clone(),
                description: page.description.clone(),
                icon: site.prepared.content.categories[key].front.icon.clone(),
                count: page.count,
                articles: pick(shared, &page.articles, ARTICLES_PER_CARD),
                children: page
                    .children
                    .iter()
                    .filter_map(|key| locale.categories.get(key))
                    .map(|child| ChildCategory {
                        title: child.title.clone(),
                        url: child.href.clone(),
                        count: child.count,
                    })
                    .collect(),
            })
        })
        .collect()
}
