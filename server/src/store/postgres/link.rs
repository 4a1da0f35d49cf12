//! A connection that is made anew when it breaks, with its statements.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Mutex as AsyncMutex;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};

use super::super::StoreError;
use super::address::Address;
use super::database_error;

/// Where to connect, and the present connection.
pub(super) struct Link {
    address: Address,
    current: AsyncMutex<Option<Arc<Session>>>,
}

impl Link {
    pub(super) fn new(address: Address) -> Self {
        Self { address, current: AsyncMutex::new(None) }
    }

    /// The present connection, or a new one.
    pub(super) async fn session(&self) -> Result<Arc<Session>, StoreError> {
        let mut current = self.current.lock().await;
        if let Some(session) = current.as_ref().filter(|session| !session.client.is_closed()) {
            return Ok(Arc::clone(session));
        }
        let (client, connection) = self.address.connect().await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(error = %error, "a connection to PostgreSQL broke");
            }
        });
        let session = Arc::new(Session { client, statements: Mutex::default() });
        *current = Some(Arc::clone(&session));
        Ok(session)
    }

    /// Gives the connection up, with whatever was begun on it.
    pub(super) async fn give_up(&self) {
        *self.current.lock().await = None;
    }
}

/// One connection. Questions of several tasks travel on it at the same time.
pub(super) struct Session {
    client: Client,
    statements: Mutex<HashMap<String, Statement>>,
}

impl Session {
    /// The rows of a statement, which is prepared once.
    pub(super) async fn query(
        &self,
        sql: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        let known =
            self.statements.lock().unwrap_or_else(PoisonError::into_inner).get(sql).cloned();
        let statement = match known {
            Some(statement) => statement,
            None => {
                let statement = self.client.prepare(sql).await.map_err(database_error)?;
                self.statements
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(sql.to_owned(), statement.clone());
                statement
            }
        };
        self.client.query(&statement, parameters).await.map_err(database_error)
    }

    /// Runs statements without parameters.
    pub(super) async fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).await.map_err(database_error)
    }
}
