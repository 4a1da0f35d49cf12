// Starts the inbox: its program and the messages of the reader's locale, which
// the server chooses, come at the same time.
import start, { inbox } from "./inbox.js";

const messages = fetch("messages.json").then((answer) => answer.json());
const [texts] = await Promise.all([messages, start({ module_or_path: new URL("inbox_bg.wasm", import.meta.url) })]);
inbox(texts, () => import("/widget/files.js"));
