import fc from "fast-check";
import { expect, test } from "vitest";
import { createRestClient } from "../src/index.ts";
import { serveHttp } from "./servers.ts";

const identifier = fc.string({ unit: "grapheme" });
const values = fc.array(
  fc.record({
    moduleid: identifier,
    processdata: fc.array(
      fc.record({ id: identifier, unit: identifier, value: fc.double({ noDefaultInfinity: true, noNaN: true }) }),
    ),
  }),
);
const bodies = fc.oneof(
  values.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: "grapheme" }),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
);

test("whatever is answered, a call resolves: with a checked value, or with what is wrong", async () => {
  let answer: { status: number; body: string | Buffer } = { status: 200, body: "" };
  await using server = await serveHttp((request, response) => {
    request.resume();
    response.writeHead(answer.status).end(answer.body);
  });
  const client = createRestClient({ url: server.url });
  const kinds = new Set<string>();
  const status = fc.oneof({ weight: 3, arbitrary: fc.constant(200) }, fc.integer({ min: 201, max: 599 }));
  await fc.assert(
    fc.asyncProperty(status, bodies, async (code, body) => {
      answer = { status: code, body };
      const result = await client.postProcessData({ body: [] });
      kinds.add(result.ok ? "ok" : result.kind);
      if (!result.ok) return;
      expect(result.value).toEqual(JSON.parse(body.toString()));
      expect(result.value.every(({ processdata }) => processdata.every(({ value }) => Number.isFinite(value)))).toBe(
        true,
      );
    }),
    { numRuns: 400, seed: 1 },
  );
  expect([...kinds].toSorted((one, other) => one.localeCompare(other))).toEqual([
    "documented",
    "invalid",
    "ok",
    "undocumented",
  ]);
  await client.close();
});
