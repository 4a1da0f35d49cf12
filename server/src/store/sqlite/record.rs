//! What is counted, in SQLite.

use kb_protocol::id::{BrandId, OfferId};
use kb_protocol::record::{BrandVote, RecordTable};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, params};

use super::super::record::{
    COUNTED, CountedRow, CountedTotal, ExportedRecord, KeptRecord, WORDS, rows_of, table,
    totals_of, word, words,
};
use super::super::stored::to_limit;
use super::super::{Pending, RecordQuery, RecordStore};
use super::{SqliteStore, rows};

impl RecordStore for SqliteStore {
    fn keep_records(&self, brand: BrandId, records: Vec<KeptRecord>) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            for record in &records {
                keep(connection, &brand, record)?;
            }
            Ok(())
        })
    }

    fn continue_offer(&self, brand: BrandId, offer: OfferId) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached(
                    "UPDATE record SET result = 'continued' WHERE brand = ?1
                     AND kind = 'deflection' AND id = ?2 AND result = 'unknown'",
                )?
                .execute([brand.as_str(), offer.as_str()])
                .map(drop)
        })
    }

    fn record_tables(&self, since: Timestamp, limit: usize) -> Pending<'_, Vec<RecordTable>> {
        self.read(move |connection| {
            let tables = COUNTED.iter().map(|(kind, counted)| {
                let mut statement = connection.prepare_cached(&rows_of(counted))?;
                let found = statement.query_map(params![since.0, to_limit(limit)], |row| {
                    Ok(CountedRow {
                        brand: row.get(0)?,
                        subject: row.get(1)?,
                        result: row.get(2)?,
                        times: row.get(3)?,
                    })
                })?;
                let mut statement = connection.prepare_cached(&totals_of(counted))?;
                let totals = statement.query_map([since.0], |row| {
                    Ok(CountedTotal {
                        result: row.get(0)?,
                        times: row.get(1)?,
                        subjects: row.get(2)?,
                    })
                })?;
                let found = found.collect::<rusqlite::Result<_>>()?;
                table(*kind, found, totals.collect::<rusqlite::Result<_>>()?).map_err(rows::corrupt)
            });
            tables.collect()
        })
    }

    fn vote_words(&self, since: Timestamp, limit: usize) -> Pending<'_, Vec<BrandVote>> {
        self.read(move |connection| {
            connection
                .prepare_cached(WORDS)?
                .query_map(params![since.0, to_limit(limit)], |row| {
                    let (brand, data): (String, String) = (row.get(0)?, row.get(1)?);
                    words(&brand, &data).map_err(rows::corrupt)
                })?
                .collect()
        })
    }

    fn records_after(
        &self,
        query: RecordQuery,
        after: Option<(Timestamp, String)>,
        limit: usize,
    ) -> Pending<'_, Vec<ExportedRecord>> {
        self.read(move |connection| {
            let (at, id) = after.unwrap_or((Timestamp(query.since.0 - 1), "\u{10ffff}".to_owned()));
            connection
                .prepare_cached(
                    "SELECT brand, id, result, at, data FROM record
                     WHERE kind = ?1 AND (at, id) > (?2, ?3) ORDER BY at, id LIMIT ?4",
                )?
                .query_map(params![word(&query.kind), at.0, id, to_limit(limit)], |row| {
                    Ok(ExportedRecord {
                        brand: row.get(0)?,
                        id: row.get(1)?,
                        result: row.get(2)?,
                        at: Timestamp(row.get(3)?),
                        data: row.get(4)?,
                    })
                })?
                .collect()
        })
    }
}

fn keep(connection: &Connection, brand: &BrandId, record: &KeptRecord) -> rusqlite::Result<()> {
    let (brand, id) = (brand.as_str(), record.id.as_str());
    let kept = connection
        .prepare_cached(
            "INSERT INTO record (brand, kind, id, subject, result, at, data)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (brand, kind, id) DO UPDATE
             SET subject = excluded.subject, result = excluded.result, at = excluded.at,
             data = excluded.data WHERE record.result = 'unknown' OR excluded.result <> 'unknown'",
        )?
        .execute(params![
            brand,
            word(&record.kind),
            id,
            record.subject,
            record.result,
            record.at.0,
            record.data
        ])?;
    if kept == 0 {
        return Ok(());
    }
    for (article, result) in &record.articles {
        connection
            .prepare_cached(
                "INSERT INTO record_article (brand, id, article, result) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (brand, id, article) DO UPDATE SET result = excluded.result",
            )?
            .execute([brand, id, article, result])?;
    }
    Ok(())
}
