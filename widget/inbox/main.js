// Starts the inbox: its program and the messages of the reader's locale, which
// the server chooses, come at the same time.
import start, { attachments, inbox, say } from "./inbox.js";

const messages = fetch("messages.json").then((answer) => answer.json());
const [texts] = await Promise.all([messages, start({ module_or_path: new URL("inbox_bg.wasm", import.meta.url) })]);
const { locale } = texts;
const load = async () => (await import("/widget/files.js")).start({ url: "/inbox/v1/files", locale, say });
inbox(texts, attachments(load, say, true));
