//! The index of the search: an FTS5 table without texts, whose rows name
//! conversation and place in one number.

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::super::stored::{self, Place};
use super::super::{Found, SearchQuery};
use super::rows;
use crate::search::{Term, index_words};

/// Bits of a row's number that are its place in the conversation.
const PLACE_BITS: u32 = 20;
const PLACES: i64 = 1 << PLACE_BITS;

/// In place of a conversation among the stale ones: deleted words are still in
/// the index, and nothing is done about it yet, or something is.
const HAS_DELETED: i64 = -1;
const IS_COMPACTED: i64 = -2;
/// Pages of the index that are written anew at once.
const PAGES_AT_ONCE: i64 = 500;
/// How often within one transaction: what is larger is done bit by bit.
const ROUNDS: usize = 4;

/// Number of a row; `None` beyond half a million messages.
fn row_of(key: i64, place: Place) -> Option<i64> {
    let place = place.to_row();
    (place < PLACES).then_some((key << PLACE_BITS) | place)
}

/// Notes that a text, which is stored, is to be indexed by [`put_waiting`].
///
/// The index has a page or two for every commit, whatever is in it: once for
/// all texts of half a second it costs a fraction, and no message waits for it.
pub(super) fn put_later(connection: &Connection, key: i64, place: Place) -> rusqlite::Result<()> {
    let Some(row) = row_of(key, place) else { return Ok(()) };
    connection
        .prepare_cached("INSERT OR IGNORE INTO search_waiting VALUES (?1)")?
        .execute([row])
        .map(drop)
}

/// Rows of the texts that wait to be indexed.
pub(super) fn waiting(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    connection
        .prepare_cached("SELECT row FROM search_waiting ORDER BY row")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Indexes those of these texts that still wait for it.
pub(super) fn put_waiting(connection: &Connection, rows: &[i64]) -> rusqlite::Result<()> {
    let mut forget = connection.prepare_cached("DELETE FROM search_waiting WHERE row = ?1")?;
    for row in rows {
        // Somebody else may have done it, or its conversation is gone.
        if forget.execute([row])? == 0 {
            continue;
        }
        let (key, place) = (row >> PLACE_BITS, Place::of_row(row & (PLACES - 1)));
        if let Some(text) = text_of(connection, key, place)? {
            put(connection, key, place, &text)?;
        }
    }
    Ok(())
}

/// A message or a note as it is stored.
fn text_of(connection: &Connection, key: i64, place: Place) -> rusqlite::Result<Option<String>> {
    match place {
        Place::Entry(seq) => connection
            .prepare_cached("SELECT body FROM entry WHERE conversation = ?1 AND seq = ?2")?
            .query_row(params![key, stored::to_row(seq)], |row| row.get(0))
            .optional()
            .map(Option::flatten),
        Place::Note(number) => {
            let kind: Option<String> = connection
                .prepare_cached("SELECT kind FROM event WHERE conversation = ?1 AND number = ?2")?
                .query_row(params![key, stored::to_row(number)], |row| row.get(0))
                .optional()?;
            Ok(kind.as_deref().and_then(stored::note_text))
        }
        // Indexed with their commit, or with the whole conversation.
        Place::Tags | Place::Customer => Ok(None),
    }
}

/// Indexes a text, in place of what stood there.
fn put(connection: &Connection, key: i64, place: Place, text: &str) -> rusqlite::Result<()> {
    let Some(row) = row_of(key, place) else { return Ok(()) };
    let words = index_words(text);
    if words.is_empty() {
        return Ok(());
    }
    connection
        .prepare_cached("INSERT OR REPLACE INTO search (rowid, words) VALUES (?1, ?2)")?
        .execute(params![row, words])
        .map(drop)
}

/// Indexes all tags of a conversation.
pub(super) fn put_tags(connection: &Connection, key: i64, tags: &[String]) -> rusqlite::Result<()> {
    if let Some(row) = row_of(key, Place::Tags) {
        connection.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([row])?;
    }
    put(connection, key, Place::Tags, &stored::tags_text(tags))
}

/// Indexes the stale conversations anew; answers how many.
pub(super) fn refresh(connection: &Connection, limit: usize) -> rusqlite::Result<usize> {
    let keys: Vec<i64> = connection
        .prepare_cached("SELECT conversation FROM search_stale ORDER BY conversation LIMIT ?1")?
        .query_map([stored::to_limit(limit)], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for key in &keys {
        if *key < 0 {
            compact(connection, *key)?;
        } else {
            index(connection, *key)?;
        }
    }
    Ok(keys.len())
}

/// Sees to it that words of what was deleted leave the file: the index only
/// notes that they count no longer, until it is written anew.
pub(super) fn forget_words(connection: &Connection) -> rusqlite::Result<()> {
    let mut state = HAS_DELETED;
    for _ in 0..ROUNDS {
        match compact(connection, state)? {
            Some(next) => state = next,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// Writes a part of the index anew (SQLite, "FTS5", 6.7), and notes how far it
/// is; `None` at the end.
fn compact(connection: &Connection, state: i64) -> rusqlite::Result<Option<i64>> {
    let changes = || -> rusqlite::Result<i64> {
        connection.prepare_cached("SELECT total_changes()")?.query_row([], |row| row.get(0))
    };
    connection
        .prepare_cached("DELETE FROM search_stale WHERE conversation IN (?1, ?2)")?
        .execute([HAS_DELETED, IS_COMPACTED])?;
    // All of the index where it begins, then what is left of it.
    let pages = if state == HAS_DELETED { -PAGES_AT_ONCE } else { PAGES_AT_ONCE };
    let before = changes()?;
    connection
        .prepare_cached("INSERT INTO search (search, rank) VALUES ('merge', ?1)")?
        .execute([pages])?;
    if changes()? - before < 2 {
        return Ok(None);
    }
    connection.prepare_cached("INSERT INTO search_stale VALUES (?1)")?.execute([IS_COMPACTED])?;
    Ok(Some(IS_COMPACTED))
}

/// Takes a conversation out of the index.
pub(super) fn forget(connection: &Connection, key: i64) -> rusqlite::Result<()> {
    let first = key << PLACE_BITS;
    connection
        .prepare_cached("DELETE FROM search WHERE rowid BETWEEN ?1 AND ?2")?
        .execute([first, first + PLACES - 1])?;
    connection
        .prepare_cached("DELETE FROM search_waiting WHERE row BETWEEN ?1 AND ?2")?
        .execute([first, first + PLACES - 1])?;
    connection
        .prepare_cached("DELETE FROM search_stale WHERE conversation = ?1")?
        .execute([key])
        .map(drop)
}

fn index(connection: &Connection, key: i64) -> rusqlite::Result<()> {
    forget(connection, key)?;
    let (state, customer) = connection
        .prepare_cached(&format!(
            "SELECT {}, {} FROM conversation JOIN customer ON customer.id = customer
             WHERE key = ?1",
            stored::CONVERSATION,
            stored::CUSTOMER
        ))?
        .query_row([key], |row| {
            let customer = rows::customer(row, stored::CONVERSATION_COLUMNS)?;
            Ok((rows::conversation(row)?.1, customer))
        })?;
    put(connection, key, Place::Tags, &stored::tags_text(&state.tags))?;
    put(connection, key, Place::Customer, &stored::customer_text(&customer))?;
    let mut entries = connection.prepare_cached(
        "SELECT seq, body FROM entry WHERE conversation = ?1 AND body IS NOT NULL",
    )?;
    let mut entries = entries.query([key])?;
    while let Some(row) = entries.next()? {
        put(
            connection,
            key,
            Place::Entry(row.get::<_, i64>(0)?.unsigned_abs()),
            &row.get::<_, String>(1)?,
        )?;
    }
    let mut events =
        connection.prepare_cached("SELECT number, kind FROM event WHERE conversation = ?1")?;
    let mut events = events.query([key])?;
    while let Some(row) = events.next()? {
        if let Some(note) = stored::note_text(&row.get::<_, String>(1)?) {
            put(connection, key, Place::Note(row.get::<_, i64>(0)?.unsigned_abs()), &note)?;
        }
    }
    Ok(())
}

/// Conversations that have every term, with a text in which most are.
pub(super) fn find(connection: &Connection, query: &SearchQuery) -> rusqlite::Result<Vec<Found>> {
    let terms: Vec<String> = query.wanted.terms.iter().map(spelled).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let hits: Vec<String> = (1..=terms.len())
        .map(|number| {
            format!("SELECT rowid >> {PLACE_BITS} FROM search WHERE search MATCH ?{number}")
        })
        .collect();
    let (at, id) = match &query.before {
        Some((at, id)) => (at.0, id.as_str()),
        None => (i64::MAX, ""),
    };
    let after = terms.len();
    let sql = format!(
        "SELECT {}, {} FROM conversation JOIN customer ON customer.id = customer
         WHERE key IN ({}) AND (updated_at, conversation.id) < (?{}, ?{})
         ORDER BY updated_at DESC, conversation.id DESC LIMIT ?{}",
        stored::CONVERSATION,
        stored::CUSTOMER,
        hits.join(" INTERSECT "),
        after + 1,
        after + 2,
        after + 3
    );
    let limit = stored::to_limit(query.limit);
    let parameters = terms.iter().map(|term| term as &dyn rusqlite::ToSql).chain([
        &at as &dyn rusqlite::ToSql,
        &id,
        &limit,
    ]);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(parameters))?;
    let mut list = Vec::new();
    while let Some(row) = found.next()? {
        let (key, conversation) = rows::conversation(row)?;
        let customer = rows::customer(row, stored::CONVERSATION_COLUMNS)?;
        let place = best_place(connection, key, &terms)?;
        let text = match place {
            Place::Tags => stored::tags_text(&conversation.tags),
            Place::Customer => stored::customer_text(&customer),
            Place::Entry(_) | Place::Note(_) => {
                text_of(connection, key, place)?.unwrap_or_default()
            }
        };
        list.push(Found { conversation, customer, source: place.source(), text });
    }
    Ok(list)
}

/// The latest text with all of the terms, else with any of them.
fn best_place(connection: &Connection, key: i64, terms: &[String]) -> rusqlite::Result<Place> {
    let first = key << PLACE_BITS;
    for wanted in [terms.join(" AND "), terms.join(" OR ")] {
        let row: Option<i64> = connection
            .prepare_cached(
                "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3
                 ORDER BY rowid DESC LIMIT 1",
            )?
            .query_row(params![wanted, first, first + PLACES - 1], |row| row.get(0))
            .optional()?;
        if let Some(row) = row {
            return Ok(Place::of_row(row & (PLACES - 1)));
        }
    }
    Ok(Place::Tags)
}

/// A term in the language of FTS5; its words are letters and digits.
fn spelled(term: &Term) -> String {
    format!("\"{}\"{}", term.words.join(" "), if term.is_prefix { " *" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Wanted;

    #[test]
    fn a_term_is_spelled_so_that_nothing_in_it_is_a_command() {
        let spell = |text: &str| {
            Wanted::parse(text).terms.iter().map(spelled).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(spell("NEAR(a) OR -b*"), "\"near a\" \"or\" * \"b\"");
    }
}
