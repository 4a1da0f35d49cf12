//! Live connections: who hears what, and in which order.
//!
//! A connection is a *line*: [`visitor`] and [`agent`] know what is said on
//! each kind, [`socket`] carries frames over a WebSocket and the HTTP handlers
//! carry the same frames over plain requests. The [`hub`] tells lines of
//! commits, [`viewers`] knows who looks at what, [`staff`] whether an
//! agent is there, [`attendance`] whether a customer is, and [`attending`] what
//! follows from that. Nothing here must survive a restart.

pub(crate) mod agent;
pub(crate) mod attendance;
pub(crate) mod attending;
pub(crate) mod hub;
mod positions;
pub(crate) mod socket;
mod staff;
pub(crate) mod viewers;
pub(crate) mod visitor;
