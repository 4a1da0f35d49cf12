//! The floor of `cargo xtask bench relay`: the least that any relay does.
//!
//! Text that comes on one socket goes to the others of the same room, and its
//! sender is told that it came. Nothing is read, checked, numbered or kept.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::routing::any;
use axum::serve::ListenerExt as _;
use tokio::sync::mpsc;

type Room = Vec<(u64, mpsc::Sender<Utf8Bytes>)>;
type Rooms = Arc<Mutex<HashMap<String, Room>>>;

/// As the relay's own, so that memory is compared fairly.
const READ_BUFFER: usize = 1024;
const QUEUE: usize = 256;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let open =
        async |State(rooms): State<Rooms>, Path(room): Path<String>, upgrade: WebSocketUpgrade| {
            let upgrade = upgrade.read_buffer_size(READ_BUFFER).write_buffer_size(0);
            upgrade.on_upgrade(move |socket| carry(rooms, room, socket))
        };
    let router = Router::new().route("/{room}", any(open)).with_state(Rooms::default());
    axum::serve(listener, router).await
}

async fn carry(rooms: Rooms, room: String, mut socket: WebSocket) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let member = NEXT.fetch_add(1, Ordering::Relaxed);
    let (sender, mut news) = mpsc::channel(QUEUE);
    let locked = || rooms.lock().unwrap_or_else(PoisonError::into_inner);
    locked().entry(room.clone()).or_default().push((member, sender));
    loop {
        let text = tokio::select! {
            Some(text) = news.recv() => text,
            said = socket.recv() => match said {
                Some(Ok(Message::Text(text))) => {
                    if let Some(members) = locked().get(&room) {
                        for (_, other) in members.iter().filter(|(other, _)| *other != member) {
                            // A queue that is full loses: this is the floor.
                            let _ = other.try_send(text.clone());
                        }
                    }
                    Utf8Bytes::from_static(r#"{"type":"ack"}"#)
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => continue,
            },
        };
        if socket.send(Message::Text(text)).await.is_err() {
            break;
        }
    }
    let mut rooms = locked();
    if let Some(members) = rooms.get_mut(&room) {
        members.retain(|(other, _)| *other != member);
        if members.is_empty() {
            rooms.remove(&room);
        }
    }
}
