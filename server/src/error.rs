//! Every answer of the HTTP interface that is not a success.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kb_protocol::api::Problem;
use kb_protocol::chat::Code;
use kb_protocol::form::{FieldProblem, FormProblem};

use crate::store::StoreError;
use crate::telemetry;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// The asker has to change something.
    #[error("{detail}")]
    Refused {
        /// For programs.
        code: Code,
        /// For engineers; nothing from the inside.
        detail: &'static str,
    },
    /// The same, naming the value that is wrong.
    #[error("{detail}")]
    Explained {
        /// For programs.
        code: Code,
        /// For engineers; nothing from the inside.
        detail: String,
        /// The value.
        source_of: String,
    },
    /// Answers have to be corrected.
    #[error("{} answer(s) have to be corrected", .0.len())]
    InvalidAnswers(Vec<FieldProblem>),
    /// A form that was sent as quickly as only programs do.
    #[error("a form is open for a while before it is sent")]
    TooFast {
        /// When it is taken.
        retry_after_ms: u32,
    },
    /// Too many requests.
    #[error("too many requests")]
    RateLimited {
        /// When the next one is answered.
        retry_after_ms: u32,
    },
    /// The cause is logged; the asker learns nothing about storage.
    #[error("the server cannot answer at the moment")]
    Store(#[from] StoreError),
}

impl ApiError {
    pub(crate) fn refused(code: Code, detail: &'static str) -> Self {
        Self::Refused { code, detail }
    }

    /// Nobody is signed in, or no longer.
    pub(crate) fn signed_out() -> Self {
        Self::refused(Code::SessionExpired, "sign in first")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, retry_after_ms) = match &self {
            Self::Refused { code, .. } | Self::Explained { code, .. } => {
                (status(*code), *code, None)
            }
            Self::RateLimited { retry_after_ms } => {
                (StatusCode::TOO_MANY_REQUESTS, Code::RateLimited, Some(*retry_after_ms))
            }
            Self::InvalidAnswers(_) => (status(Code::InvalidAnswers), Code::InvalidAnswers, None),
            Self::TooFast { retry_after_ms } => {
                (status(Code::TooFast), Code::TooFast, Some(*retry_after_ms))
            }
            Self::Store(error) => {
                tracing::error!(error = %error, "a request failed in the database");
                (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, Some(2_000))
            }
        };
        telemetry::refused(code);
        let detail = self.to_string();
        let (source, fields) = match self {
            Self::Explained { source_of, .. } => (Some(source_of), Vec::new()),
            Self::InvalidAnswers(fields) => (None, fields),
            _ => (None, Vec::new()),
        };
        let problem = Problem { code, status: status.as_u16(), detail, source, retry_after_ms };
        let mut response = (status, Json(FormProblem { problem, fields })).into_response();
        if let Some(wait) = retry_after_ms {
            // In whole seconds, rounded up (RFC 9110, 10.2.3).
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(wait.div_ceil(1000)));
        }
        response
    }
}

fn status(code: Code) -> StatusCode {
    match code {
        Code::SessionExpired | Code::UnknownKey | Code::InvalidToken | Code::TokenExpired => {
            StatusCode::UNAUTHORIZED
        }
        Code::OriginNotAllowed
        | Code::NotAllowed
        | Code::Blocked
        | Code::ProofWrong
        | Code::ProofExpired => StatusCode::FORBIDDEN,
        Code::UnknownConversation
        | Code::UnknownFile
        | Code::UnknownBrand
        | Code::UnknownSchedule
        | Code::FormUnknown
        | Code::HookUnknown
        | Code::UnknownCustomer
        | Code::UnknownMerge => StatusCode::NOT_FOUND,
        Code::FormUnpublished | Code::HookDisabled | Code::UndoTooLate => StatusCode::GONE,
        Code::Conflict
        | Code::IdTaken
        | Code::AlreadyMerged
        | Code::TwoAccounts
        | Code::LaterMerge => StatusCode::CONFLICT,
        Code::TooLong | Code::FileTooLarge | Code::ImageTooLarge | Code::TooManyFiles => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        Code::FileNotAllowed | Code::FileMismatch | Code::UnsupportedType => {
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        }
        Code::TimedOut => StatusCode::REQUEST_TIMEOUT,
        Code::RateLimited | Code::TooFast => StatusCode::TOO_MANY_REQUESTS,
        Code::Unavailable | Code::Restarting => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
