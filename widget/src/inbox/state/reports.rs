//! What admins see beside the conversations: what is counted, and what form
//! hooks receive.

mod data;
mod figures;
mod place;
mod reading;
mod received;

pub use data::Data;
pub use figures::{Figures, Line, Offered, Offers, Searches, Sent, Share, Steps, Table, Votes};
pub use place::{Page, Place, RANGES, Range};
pub use reading::Reading;
pub use received::{Received, Replay};
