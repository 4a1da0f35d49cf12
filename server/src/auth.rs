//! Who somebody is: passwords, and tokens that stand for a session.

mod customer_token;
mod password;
mod token;

pub use customer_token::{Identity, KeysError};
pub(crate) use customer_token::{Logins, Rejected, is_address};
pub use password::{PasswordError, hash_password, is_password};
pub use token::{Token, TokenHash, new_id};
