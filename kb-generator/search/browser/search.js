// Answers queries from the files of a search index: fetches, inflates and hands
// them to search.wasm. Runs in pages and service workers, without dependencies.

/**
 * Opens an index; nothing is fetched before `prefetch` or the first query.
 *
 * @param {{wasm: string|URL, base: string|URL, root: string}} place address of
 *   search.wasm, folder of the index, file name of its root
 */
export async function openSearch({ wasm, base, root }) {
  const here = globalThis.document?.baseURI ?? globalThis.location?.href;
  const folder = new URL(base, here);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  const files = new Map();
  let opened, current;

  const response = async (url, signal) => {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
    return answer;
  };
  const inflated = async (name, signal) => {
    const { body } = await response(new URL(name, folder), signal);
    const stream = body.pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };
  const instance = async () => {
    const answer = await response(new URL(wasm, here));
    // Hosts that do not know the type of .wasm files are many.
    const source = WebAssembly.instantiateStreaming && answer.headers.get('content-type') === 'application/wasm'
      ? WebAssembly.instantiateStreaming(answer)
      : WebAssembly.instantiate(await answer.arrayBuffer());
    return (await source).instance.exports;
  };
  const put = (reader, bytes) => {
    const at = reader.reserve(bytes.length);
    new Uint8Array(reader.memory.buffer, at, bytes.length).set(bytes);
  };
  const output = (reader) =>
    new TextDecoder().decode(new Uint8Array(reader.memory.buffer, reader.output(), reader.output_length()));
  const check = (reader, code) => {
    if (code) throw new Error(output(reader));
  };
  const open = () =>
    (opened ??= Promise.all([instance(), inflated(root)]).then(
      ([reader, bytes]) => {
        put(reader, bytes);
        check(reader, reader.open());
        return reader;
      },
      (error) => {
        opened = undefined;
        throw error;
      },
    ));

  // One request per file, shared by all queries that wait for it. It is
  // aborted when the last of them is.
  const load = (reader, number, name, signal) => {
    let file = files.get(number);
    if (!file) {
      const abort = new AbortController();
      file = { waiting: 0, abort };
      file.done = inflated(name, abort.signal).then((bytes) => {
        put(reader, bytes);
        check(reader, reader.supply(number));
      }).finally(() => files.delete(number));
      files.set(number, file);
    }
    file.waiting += 1;
    const leave = () => {
      file.waiting -= 1;
      if (!file.waiting) {
        files.delete(number);
        file.abort.abort();
      }
    };
    return new Promise((resolve, reject) => {
      const stop = () => {
        // The query that replaces this one may ask for the same file at once.
        setTimeout(leave, 50);
        reject(signal.reason);
      };
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      file.done.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  };

  const index = {
    /** Fetches what every query needs. */
    prefetch: () => open().then(() => undefined),

    /**
     * Articles that answer a message before it is sent: few, or none. The one
     * service for forms and chat; the threshold is the reader's.
     */
    suggest: (text, { limit = 3, signal } = {}) =>
      index.query(text, { limit, prefix: false, excerpts: false, message: true, signal }),

    /**
     * Answers a query. A later call rejects the earlier one with an
     * `AbortError`, as does `signal`.
     */
    async query(text, { limit = 8, prefix = true, excerpts = true, message = false, signal } = {}) {
      current?.abort();
      const own = (current = new AbortController());
      if (signal?.aborted) own.abort(signal.reason);
      signal?.addEventListener('abort', () => own.abort(signal.reason), { once: true });
      const bytes = new TextEncoder().encode(text.normalize('NFC'));
      const reader = await open();
      for (;;) {
        own.signal.throwIfAborted();
        put(reader, bytes);
        reader.query(limit, +prefix, +excerpts, +message);
        const answer = JSON.parse(output(reader));
        if (!answer.need) return answer;
        await Promise.all(answer.need.map(([number, name]) => load(reader, number, name, own.signal)));
      }
    },
  };
  return index;
}
