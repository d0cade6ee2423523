import assert from "node:assert/strict";
import { createClient, type Handlers, operations, type Transport } from "./generated/index.ts";
import { serve, transportTo } from "./harness.ts";

interface Shelf {
  count: number;
  readonly seen: unknown[];
}

const handlers: Handlers<Shelf> = {
  download: ({ path, header }) => {
    if (path.name === "lost") return { status: 410 };
    if (path.name === "none") return { status: 404, body: { message: "no such file", retry: false } };
    const from = header["X-From-Byte"] ?? 0;
    return { status: 200, headers: { "X-Checksum": "00" }, body: bytes(path.name.slice(from)) };
  },
  exists: ({ path }) => (path.name === "none" ? { status: 404 } : { status: 200 }),
  describe: ({ path }) => (path.name === "same" ? { status: 304 } : { status: 200, body: { name: path.name } }),
  "report.csv": ({ query, header }, { seen }) => {
    seen.push(query, header);
    if (query.rows?.length === 0) return { status: 503, body: { message: "busy", retry: true } };
    return { status: 200, body: bytes(query.columns.join(";")) };
  },
  count: (_, shelf) => ({ status: 200, body: shelf.count }),
  addToCount: ({ body = 1 }, shelf) => {
    shelf.count += body;
    return { status: 204 };
  },
  labels: ({ path }) => ({ status: 200, body: [String(path.a), ...path["b,c"]] }),
};

function bytes(text: string): ReadableStream<Uint8Array> {
  return ReadableStream.from([...text].map((character) => Buffer.from(character)));
}

const shelf: Shelf = { count: 1, seen: [] };
const server = await serve(handlers, shelf);
const client = createClient(transportTo(server.url));
let calls = 0;
const called = async <Result>(result: Promise<Result>): Promise<Result> => {
  calls += 1;
  return result;
};

const text = async (stream: ReadableStream<Uint8Array>): Promise<string> => new Response(stream).text();

// Every name comes back as it was: nothing leaves its segment.
for (const name of ["film", "a b", "a/b", "ü.bin", "50%", "?x=1#y", "a:b,c", "...", "%2e%2e", "a\\b", "~!*'()", "🎬"]) {
  const downloaded = await called(client.download({ path: { name } }));
  assert(downloaded.ok, name);
  assert.equal(await text(downloaded.value), name);
}
for (const name of [".", "..", "a/../b", "", "\uD800"]) {
  await assert.rejects(called(client.download({ path: { name } })), /TypeError: download: path parameter name: /);
}

const part = await called(
  client.download({ path: { name: "film" }, header: { "X-From-Byte": 2 } }, { authorization: "Basic eDp5" }),
);
assert(part.ok);
assert.deepEqual([await text(part.value), part.headers["x-checksum"]], ["lm", "00"]);

const lost = await called(client.download({ path: { name: "lost" } }));
assert(!lost.ok && lost.kind === "documented" && lost.status === 410);
assert.equal(lost.body, undefined);
const none = await called(client.download({ path: { name: "none" } }));
assert(!none.ok && none.kind === "documented" && none.status === 404);
assert.deepEqual(none.body, { message: "no such file", retry: false });

assert.equal((await called(client.exists({ path: { name: "none" } }))).ok, false);
assert.equal((await called(client.exists({ path: { name: "film" } }))).ok, true);

// {name}.bin goes before {name}, which takes the rest.
const described = await called(client.describe({ path: { name: "film.txt" } }));
assert(described.ok);
assert.equal(described.value.name, "film.txt");
const same = await called(client.describe({ path: { name: "same" } }));
assert(!same.ok && same.kind === "documented");
assert.equal(same.status satisfies 304, 304);

const report = await called(
  client.reportCsv({
    query: { columns: ["a b", "c,d"], rows: [1, -2], marks: [0.5, 1e21] },
    header: { "X-Flags": [true, false], "x-mode": "slow" },
  }),
);
assert(report.ok);
assert.equal(await text(report.value), "a b;c,d");
assert.deepEqual(shelf.seen, [
  { columns: ["a b", "c,d"], rows: [1, -2], marks: [0.5, 1e21] },
  { "X-Flags": [true, false], "x-mode": "slow" },
]);
const busy = await called(client.reportCsv({ query: { columns: ["a"], rows: [] } }));
assert(!busy.ok && busy.kind === "documented");
assert.equal(busy.body?.retry, true);
await assert.rejects(called(client.reportCsv({ query: { columns: ["a|b"] } })), /pipes list/);

const added = await called(client.addToCount());
assert(added.ok);
await called(client.addToCount({ body: 5 }));
const count = await called(client.count());
assert(count.ok);
assert.equal(count.value, 7);

const labels = await called(client.labels({ path: { a: true, "b,c": ["x", "y,z"] } }));
assert(labels.ok);
assert.deepEqual(labels.value, ["true", "x", "y,z"]);

// A stream that nobody can use is given up, not left open.
let cancelled = false;
const odd: Transport = async () => ({
  kind: "response",
  status: 206,
  headers: {},
  body: new ReadableStream({ cancel: () => void (cancelled = true) }),
});
const partial = await called(createClient(odd).download({ path: { name: "film" } }));
assert(!partial.ok && partial.kind === "undocumented");
assert.equal(cancelled, true);

// Another path for an operation, where the specification only guesses it.
const moved: string[] = [];
const recording: Transport = async (request) => {
  moved.push(request.path);
  return { kind: "response", status: 200, headers: {}, body: 1 };
};
await called(createClient(recording, { paths: { describe: "/v2/{name}/about" } }).describe({ path: { name: "a/b" } }));
assert.deepEqual(moved, ["/v2/a%2Fb/about"]);
assert.throws(
  () => createClient(recording, { paths: { describe: "v2/{name}" } }),
  /TypeError: paths\.describe: a path must start with/,
);
assert.throws(() => createClient(recording, { paths: { describe: "/v2/{id}" } }), /the path parameters must be name/);
assert.throws(() => createClient(recording, { paths: { nothing: "/" } as object }), /there is no operation nothing/);

assert.deepEqual([operations.download.authenticated, operations.count.authenticated], [true, false]);

server.close();
process.stdout.write(`${calls} calls\n`);
