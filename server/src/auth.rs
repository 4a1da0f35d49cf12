//! Who somebody is: passwords, and tokens that stand for a session.

mod password;
mod token;

pub use password::{PasswordError, hash_password, is_password};
pub use token::{Token, TokenHash, new_id};
