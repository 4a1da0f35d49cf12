// Peers of `cargo xtask bench relay`: what the relay does, in Node.js with
// `ws` or `socket.io` over better-sqlite3. A message is acknowledged after its
// commit, messages that came together share one, then it is relayed.
//
// node peer.cjs ws|socket.io PACKAGES DATABASE
"use strict";

const { createServer } = require("node:http");
const { createRequire } = require("node:module");

const [kind, packages, file] = process.argv.slice(2);
const load = createRequire(packages + "/package.json");
const Database = load("better-sqlite3");

const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE IF NOT EXISTS conversation (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entry (conversation TEXT NOT NULL, seq INTEGER NOT NULL,
    id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (conversation, seq)) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS entry_id ON entry (conversation, id);
`);
const known = database.prepare("SELECT seq FROM entry WHERE conversation = ? AND id = ?");
const next = database.prepare(`INSERT INTO conversation (id, seq) VALUES (?, 1)
  ON CONFLICT (id) DO UPDATE SET seq = seq + 1 RETURNING seq`);
const insert = database.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?)");

let waiting = [];

const commit = database.transaction((batch) => {
  for (const message of batch) {
    const before = known.get(message.conversation, message.id);
    message.isNew = before === undefined;
    message.seq = before?.seq ?? next.get(message.conversation).seq;
    if (message.isNew) {
      insert.run(message.conversation, message.seq, message.id, Date.now(), message.body);
    }
  }
});

function flush() {
  const batch = waiting;
  waiting = [];
  commit.immediate(batch);
  for (const message of batch) {
    const { id, conversation, seq, body } = message;
    message.acknowledge({ type: "ack", id, conversation, seq });
    if (message.isNew) {
      message.relay({ type: "entry", conversation, entry: { seq, id, body } });
    }
  }
}

function store(message) {
  waiting.push(message);
  if (waiting.length === 1) setImmediate(flush);
}

const server = createServer((_, response) => response.end());
if (kind === "ws") {
  const { WebSocketServer } = load("ws");
  const rooms = new Map();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 131072 });
  sockets.on("connection", (socket, request) => {
    const members = rooms.get(request.url) ?? new Set();
    rooms.set(request.url, members.add(socket));
    socket.on("message", (data) => {
      const { id, conversation, body } = JSON.parse(data);
      store({
        id,
        conversation,
        body,
        acknowledge: (frame) => socket.send(JSON.stringify(frame)),
        relay: (frame) => {
          const text = JSON.stringify(frame);
          for (const member of members) if (member !== socket) member.send(text);
        },
      });
    });
    socket.on("close", () => {
      members.delete(socket);
      if (members.size === 0) rooms.delete(request.url);
    });
    socket.on("error", () => {});
  });
} else {
  const { Server } = load("socket.io");
  const io = new Server(server, { transports: ["websocket"], perMessageDeflate: false });
  io.on("connection", (socket) => {
    const room = socket.handshake.query.room;
    socket.join(room);
    socket.on("send", ({ id, conversation, body }) => {
      store({
        id,
        conversation,
        body,
        acknowledge: (frame) => socket.emit("frame", frame),
        relay: (frame) => socket.to(room).emit("frame", frame),
      });
    });
  });
}
server.listen(0, "127.0.0.1", 4096, () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
