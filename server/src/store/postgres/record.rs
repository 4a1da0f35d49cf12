//! What is counted, in PostgreSQL.

use kb_protocol::id::{BrandId, OfferId};
use kb_protocol::record::{BrandVote, RecordTable};
use kb_protocol::time::Timestamp;

use super::super::record::{
    COUNTED, CountedRow, CountedTotal, ExportedRecord, KeptRecord, WORDS, rows_of, table,
    totals_of, word, words,
};
use super::super::stored::to_limit;
use super::super::{Pending, RecordQuery, RecordStore, StoreError};
use super::PostgresStore;
use super::link::Session;
use super::rows::column;

impl RecordStore for PostgresStore {
    fn keep_records(&self, brand: BrandId, records: Vec<KeptRecord>) -> Pending<'_, ()> {
        Box::pin(async move {
            let session = self.link.session().await?;
            // Each by itself: what is posted again is the same again.
            for record in &records {
                keep(&session, &brand, record).await?;
            }
            Ok(())
        })
    }

    fn continue_offer(&self, brand: BrandId, offer: OfferId) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "UPDATE record SET result = 'continued' WHERE brand = $1
                 AND kind = 'deflection' AND id = $2 AND result = 'unknown'";
            let session = self.link.session().await?;
            session.query(sql, &[&brand.as_str(), &offer.as_str()]).await.map(drop)
        })
    }

    fn record_tables(&self, since: Timestamp, limit: usize) -> Pending<'_, Vec<RecordTable>> {
        Box::pin(async move {
            let session = self.link.session().await?;
            let mut tables = Vec::new();
            for (kind, counted) in COUNTED {
                let mut rows = Vec::new();
                for row in session
                    .query(&spelled(&rows_of(counted)), &[&since.0, &to_limit(limit)])
                    .await?
                {
                    rows.push(CountedRow {
                        brand: column(&row, 0)?,
                        subject: column(&row, 1)?,
                        result: column(&row, 2)?,
                        times: column(&row, 3)?,
                    });
                }
                let mut totals = Vec::new();
                for row in session.query(&spelled(&totals_of(counted)), &[&since.0]).await? {
                    totals.push(CountedTotal {
                        result: column(&row, 0)?,
                        times: column(&row, 1)?,
                        subjects: column(&row, 2)?,
                    });
                }
                tables.push(table(kind, rows, totals)?);
            }
            Ok(tables)
        })
    }

    fn vote_words(&self, since: Timestamp, limit: usize) -> Pending<'_, Vec<BrandVote>> {
        Box::pin(async move {
            let session = self.link.session().await?;
            let found = session.query(&spelled(WORDS), &[&since.0, &to_limit(limit)]).await?;
            found.iter().map(|row| words(column(row, 0)?, column(row, 1)?)).collect()
        })
    }

    fn records_after(
        &self,
        query: RecordQuery,
        after: Option<(Timestamp, String)>,
        limit: usize,
    ) -> Pending<'_, Vec<ExportedRecord>> {
        Box::pin(async move {
            let (at, id) = after.unwrap_or((Timestamp(query.since.0 - 1), "\u{10ffff}".to_owned()));
            let sql = "SELECT brand, id, result, at, data FROM record
                 WHERE kind = $1 AND (at, id COLLATE \"C\") > ($2, $3)
                 ORDER BY at, id COLLATE \"C\" LIMIT $4";
            let session = self.link.session().await?;
            let kind = word(&query.kind);
            let found = session.query(sql, &[&kind, &at.0, &id, &to_limit(limit)]).await?;
            let exported = |row| {
                Ok(ExportedRecord {
                    brand: column(row, 0)?,
                    id: column(row, 1)?,
                    result: column(row, 2)?,
                    at: Timestamp(column(row, 3)?),
                    data: column(row, 4)?,
                })
            };
            found.iter().map(exported).collect()
        })
    }
}

/// A statement of [`super::super::record`] as this database spells it.
fn spelled(sql: &str) -> String {
    sql.replace("?1", "$1").replace("?2", "$2").replace("data ->>", "data::json ->>")
}

async fn keep(session: &Session, brand: &BrandId, record: &KeptRecord) -> Result<(), StoreError> {
    let sql = "WITH kept AS (
         INSERT INTO record (brand, kind, id, subject, result, at, data)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (brand, kind, id) DO UPDATE
         SET subject = excluded.subject, result = excluded.result, at = excluded.at,
         data = excluded.data WHERE record.result = 'unknown' OR excluded.result <> 'unknown'
         RETURNING brand, id)
         INSERT INTO record_article (brand, id, article, result)
         SELECT kept.brand, kept.id, offered.article, offered.result
         FROM kept, unnest($8::text[], $9::text[]) AS offered (article, result)
         ON CONFLICT (brand, id, article) DO UPDATE SET result = excluded.result";
    let (articles, results): (Vec<&str>, Vec<&str>) =
        record.articles.iter().map(|(article, result)| (article.as_str(), *result)).unzip();
    session
        .query(
            sql,
            &[
                &brand.as_str(),
                &word(&record.kind),
                &record.id,
                &record.subject,
                &record.result,
                &record.at.0,
                &record.data,
                &articles,
                &results,
            ],
        )
        .await
        .map(drop)
}
