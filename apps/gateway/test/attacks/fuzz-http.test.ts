import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFuzzed } from "../example/fuzzed.ts";
import { anything, operations } from "../example/random-operations.ts";

let fuzzed: Awaited<ReturnType<typeof startFuzzed>>;
beforeAll(async () => {
  fuzzed = await startFuzzed();
});
afterAll(() => fuzzed.end());

const patience = 300_000;

test("documents made from the schema, with values of all kinds", { timeout: patience }, async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(operations, async (payload) => {
      const text = await fuzzed.send({
        method: "POST",
        headers: fuzzed.headers,
        body: JSON.stringify({ ...payload, extensions: { cost: true } }),
      });
      if (text.includes('"data"')) answered += 1;
    }),
    { numRuns: 300 },
  );
  // If nothing were valid, nothing were tried.
  expect(answered).toBeGreaterThan(50);
  await fuzzed.isAlive();
});

test("a secret in the wrong place of a connection is not told back", { timeout: patience }, async () => {
  const secret = "let-nobody-see-this";
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { weight: 3, arbitrary: fc.constant(secret) },
      { weight: 1, arbitrary: fc.constantFrom(7, null, true, "http://127.0.0.1:1") },
      { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 2 }) },
      {
        weight: 1,
        arbitrary: fc.dictionary(fc.constantFrom("password", "url", "passwort"), tie("value"), { maxKeys: 2 }),
      },
    ),
  })).value;
  const literal = (one: unknown): string =>
    Array.isArray(one)
      ? `[${one.map(literal).join(", ")}]`
      : typeof one === "object" && one !== null
        ? `{ ${Object.entries(one)
            .map(([name, inner]) => `${name}: ${literal(inner)}`)
            .join(", ")} }`
        : JSON.stringify(one);
  const names = fc.constantFrom("url", "password", "masterKey", "serviceCode", "fingerprint256", "passwort");
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, value, { maxKeys: 3 }), fc.boolean(), async (input, cut) => {
      const query =
        "mutation ($input: InverterConnectionInput!) { testInverter(input: $input) { ... on Failure { message } } }";
      const inline = `mutation { testInverter(input: ${literal(input)}) { ... on Failure { message } } }`;
      for (const payload of [{ query, variables: { input } }, { query: cut ? inline.replace(":", "") : inline }]) {
        const text = await fuzzed.send({ method: "POST", headers: fuzzed.headers, body: JSON.stringify(payload) });
        expect(text).not.toContain(secret);
      }
    }),
    { numRuns: 200 },
  );
});

describe("what is no GraphQL", () => {
  const pieces = fc.constantFrom(
    ..."{}()[]:=!|@$&#,\"'\\".split(""),
    '"""',
    "...",
    "query",
    "mutation",
    "subscription",
    "fragment on",
    "null",
    "\u0000",
    "\uD800",
    "𝒳",
    "viewer",
    "inverters",
    "id",
    "1e999",
  );
  const texts = fc.oneof(
    fc.string({ maxLength: 200, unit: "binary" }),
    fc.array(pieces, { maxLength: 60 }).map((list) => list.join(" ")),
  );

  test("as a document", { timeout: patience }, async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (query) => {
        await fuzzed.send({ method: "POST", headers: fuzzed.headers, body: JSON.stringify({ query }) });
      }),
      { numRuns: 200 },
    );
    await fuzzed.isAlive();
  });

  test("as a body", { timeout: patience }, async () => {
    const payloads = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc
        .record(
          { query: anything, variables: anything, operationName: anything, extensions: anything, documentId: anything },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
      fc
        .record(
          {
            query: fc.constant("query Q($ids: [ID!]) { inverters(ids: $ids) { id } }"),
            variables: anything,
            operationName: anything,
            extensions: anything,
          },
          { requiredKeys: ["query"] },
        )
        .map((value) => JSON.stringify(value)),
      fc.uint8Array({ maxLength: 100 }),
    );
    await fc.assert(
      fc.asyncProperty(payloads, async (body) => {
        await fuzzed.send({
          method: "POST",
          headers: fuzzed.headers,
          body: typeof body === "string" ? body : Buffer.from(body),
        });
      }),
      { numRuns: 200 },
    );
    await fuzzed.isAlive();
  });

  test("as parameters of a url", { timeout: patience }, async () => {
    const search = fc.record(
      { query: texts, variables: texts, extensions: texts, documentId: texts, operationName: texts },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(search, async (parameters) => {
        await fuzzed.send({
          method: "GET",
          headers: fuzzed.headers,
          search: `?${new URLSearchParams(parameters).toString().slice(0, 4000)}`,
        });
      }),
      { numRuns: 150 },
    );
    await fuzzed.isAlive();
  });

  test("as headers", { timeout: patience }, async () => {
    const value = fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, ""));
    const names = [
      "accept",
      "content-type",
      "authorization",
      "origin",
      "x-forwarded-for",
      "accept-encoding",
      "accept-language",
      "cookie",
      "x-forwarded-proto",
      "access-control-request-method",
    ];
    const methods = fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD");
    await fc.assert(
      fc.asyncProperty(methods, fc.dictionary(fc.constantFrom(...names), value), async (method, given) => {
        const body = method === "GET" || method === "HEAD" ? undefined : '{"query":"{ viewer { name } }"}';
        const text = await fuzzed.send({ method, headers: given, ...(body !== undefined && { body }) });
        // Nobody guesses a key.
        expect(text).not.toContain('"data"');
      }),
      { numRuns: 150 },
    );
    await fuzzed.isAlive();
  });
});
