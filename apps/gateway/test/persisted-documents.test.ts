import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { loadConfiguration } from "../src/config/load.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { serve } from "./example/serve.ts";
import { transports } from "./example/subscribe.ts";

const hash = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest("hex");

const overview = "query Overview { inverters { id name } }";
const one = "query One($id: ID!) { inverter(id: $id) { name } }";
const old = "query Old { retired }";
const stream = "subscription Live { inverterLive { inverterId } }";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
const answer = { data: { inverters: [{ id: "garage", name: "Inverter garage" }] } };

/** As graphql-codegen's client-preset writes it: with hashAlgorithm sha256, and by default. */
const documents = new Map([
  [`sha256:${hash("sha256", overview)}`, overview],
  [hash("sha1", one), one],
  [`sha256:${hash("sha256", old)}`, old],
  [`sha256:${hash("sha256", stream)}`, stream],
]);

let only: Awaited<ReturnType<typeof serve>>;
let also: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  only = await serve(fleet, { persistedDocuments: { documents, only: true } });
  also = await serve(fleet, { persistedDocuments: { documents, only: false } });
});
afterAll(() => Promise.all([only.gateway.close(), also.gateway.close()]));

const send = (url: string, payload: object, key?: string): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(payload),
  });

describe("a persisted document is named", () => {
  const sha256Hash = hash("sha256", overview);
  test.each<[what: string, payload: object]>([
    ["by documentId, as GraphQL over HTTP has it", { documentId: `sha256:${sha256Hash}` }],
    ["by documentId without the algorithm", { documentId: sha256Hash }],
    ["as Apollo's clients do", { extensions: { persistedQuery: { version: 1, sha256Hash } } }],
    ["twice, where both are the same", { documentId: `sha256:${sha256Hash}`, query: overview }],
    ["by its text", { query: overview }],
  ])("%s", async (_what, payload) => {
    for (const { url } of [only, also]) expect(await (await send(url, payload)).json()).toEqual(answer);
  });

  test("with variables, by the hash that client-preset makes by default", async () => {
    const response = await send(only.url, { documentId: hash("sha1", one), variables: { id: "garage" } });
    expect(await response.json()).toEqual({ data: { inverter: { name: "Inverter garage" } } });
  });

  test("in a url", async () => {
    const url = `${only.url}/graphql?documentId=${encodeURIComponent(`sha256:${sha256Hash}`)}`;
    expect(await (await fetch(url)).json()).toEqual(answer);
  });
});

describe("refused, with a code and what to do", () => {
  const unknown = `sha256:${"0".repeat(64)}`;
  const cases: [what: string, payload: object, message: string][] = [
    [
      "another document",
      { query: "{ inverters { url } }" },
      "only persisted documents are answered: send the documentId of one",
    ],
    ["introspection", { query: "{ __schema { types { name } } }" }, "only persisted documents are answered"],
    ["a document in other words", { query: `${overview} ` }, "only persisted documents are answered"],
    ["an id that nobody knows", { documentId: unknown }, "there is no persisted document with this id"],
    [
      "a document to be persisted",
      {
        query: "{ inverters { url } }",
        extensions: { persistedQuery: { version: 1, sha256Hash: hash("sha256", "{ inverters { url } }") } },
      },
      "only persisted documents",
    ],
    [
      "a document under another's id",
      { query: "{ inverters { url } }", documentId: `sha256:${hash("sha256", overview)}` },
      "query is not the document that documentId names",
    ],
    ["an id that is no text", { documentId: 7 }, "documentId must be a text"],
    ["a name of JavaScript's own", { documentId: "__proto__" }, "there is no persisted document with this id"],
    ["nothing", {}, "documentId is missing: only persisted documents are answered"],
    ["a document of another version", { documentId: `sha256:${hash("sha256", old)}` }, 'Cannot query field "retired"'],
  ];
  test.each(cases)("%s", async (_what, payload, message) => {
    const response = await send(only.url, payload);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT", retryable: false } }]);
    expect(errors[0]?.message).toContain(message);
  });

  test("counted", async () => {
    const { unknown: ids, refused } = { ...only.gateway.persistedDocuments };
    await send(only.url, { documentId: unknown });
    await send(only.url, { query: "{ viewer { name } }" });
    expect(only.gateway.persistedDocuments).toEqual({ unknown: ids + 1, refused: refused + 1 });
  });
});

test("where others are answered, too, an unknown id with its document is answered", async () => {
  const query = "{ inverters { id } }";
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash("sha256", query) } };
  expect(await (await send(also.url, { query, extensions })).json()).toEqual({
    data: { inverters: [{ id: "garage" }] },
  });
  expect((await send(also.url, { extensions })).status).toBe(400);
});

test.each(transports)("over %s it is the same", async (_name, subscribe) => {
  const refused = subscribe(only.url, "subscription { availability { inverterId } }");
  const errors = refused.received(1).then(
    () => refused.results[0]?.errors,
    (error: unknown) => error,
  );
  expect(await errors).toMatchObject([{ extensions: { code: "BAD_INPUT" } }]);
  await refused.stop();
});

test("over WebSocket the empty query stands for it", async () => {
  const client = createClient({ url: `${only.url.replace("http", "ws")}/graphql`, webSocketImpl: WebSocket });
  const persistedQuery = { version: 1, sha256Hash: hash("sha256", overview) };
  const results = client.iterate({ query: "", extensions: { persistedQuery } });
  expect((await results.next()).value).toEqual(answer);
  await client.dispose();
});

test("documents of another version are told when the gateway starts", () => {
  expect(only.log()).toContain("a persisted document is not valid");
  expect(only.log()).toContain(`sha256:${hash("sha256", old)}`);
  expect(only.log()).not.toContain(hash("sha1", one));
});

describe("the manifest", () => {
  const folder = mkdtempSync(join(tmpdir(), "manifest-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (manifest: string | undefined) => {
    if (manifest !== undefined) writeFileSync(join(folder, "persisted-documents.json"), manifest);
    const file = join(folder, "gateway.yaml");
    writeFileSync(
      file,
      `persistedDocuments: { file: persisted-documents.json, only: true }
plants: [{ id: home, name: Home, timeZone: Europe/Berlin, inverters: [] }]`,
    );
    return loadConfiguration({ file, env: {} });
  };

  test.each([
    [undefined, "can't read the file persisted-documents.json: there is no such file"],
    ["[]", "the file persisted-documents.json is no JSON object of documents by their ids"],
    ['{"a":1}', "the file persisted-documents.json is no JSON object of documents by their ids"],
    ["{", "the file persisted-documents.json is no JSON object of documents by their ids"],
  ])("%j is told at its line", (manifest, message) => {
    expect(() => load(manifest)).toThrow(`gateway.yaml:1:29: persistedDocuments.file: ${message}`);
  });

  test("is read as the generator wrote it", () => {
    const { persistedDocuments } = load(JSON.stringify(Object.fromEntries(documents)));
    expect(persistedDocuments).toEqual({ documents, only: true });
  });
});

test("where a reload shows more or less of the schema, persisted documents are checked again at nobody's expense", async () => {
  await using served = await serve(fleet, {
    keys: [keyOf("panel", "VIEWER")],
    persistedDocuments: { documents, only: false },
    limits: { newDocumentsPerMinute: 1 },
  });
  const { gateway, config, url } = served;
  gateway.reconfigure({ ...config, expose: { ...config.expose, introspection: !config.expose.introspection } });
  for (const documentId of [`sha256:${hash("sha256", overview)}`, hash("sha1", one)]) {
    const response = await send(url, { documentId, variables: { id: "garage" } }, "panel-key");
    expect([documentId, response.status]).toEqual([documentId, 200]);
  }
});
