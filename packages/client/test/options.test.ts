import { inspect } from "node:util";
import { expect, test } from "vitest";
import {
  type ClientOptions,
  createHttpClient,
  createPlenticoreClient,
  InverterLiveDocument,
  ViewerDocument,
} from "../src/index.ts";
import { endpointOf } from "../src/options.ts";
import { fakeWorld, settled } from "./fake-world.ts";

const page = "https://solar.example/deep/page?x=1#y";

test.each([
  ["http://192.168.1.10:4000", undefined, "http://192.168.1.10:4000/graphql"],
  ["http://192.168.1.10:4000/", undefined, "http://192.168.1.10:4000/graphql"],
  ["https://solar.example/plant/graphql", undefined, "https://solar.example/plant/graphql"],
  ["HTTP://host/graphql#here", undefined, "http://host/graphql"],
  ["", page, "https://solar.example/graphql"],
  ["/graphql", page, "https://solar.example/graphql"],
  ["./graphql", page, "https://solar.example/deep/graphql"],
])("url %j is %s", (url, base, want) => {
  expect(endpointOf(url, base)).toBe(want);
});

test.each([
  ["localhost:4000", "has no scheme: was http://localhost:4000 meant?"],
  ["192.168.1.10", "has no scheme: was http://192.168.1.10 meant?"],
  ["ws://localhost:4000", "url begins with ws://: give http:// or https://, also for live values"],
  ["http://", "which is none"],
  ["http://me:sunshine@host", "url holds a user or a password"],
  ["/graphql", "there is no page that it is relative to"],
  ["", "there is no page that it is relative to"],
  [undefined as unknown as string, "url is undefined: give a text"],
])("url %j is refused: %s", (url, want) => {
  expect(() => createPlenticoreClient({ url })).toThrow(TypeError);
  expect(() => createPlenticoreClient({ url })).toThrow(want);
});

test("an url never tells the password that it holds", () => {
  expect(() => createPlenticoreClient({ url: "http://me:sunshine@host" })).toThrow(/^(?!.*sunshine)/);
});

const url = "http://gateway";
test.each<[Partial<ClientOptions>, string]>([
  [{ key: "" }, "key is empty"],
  [{ key: "sun shine" }, "key holds a space or a line break"],
  [{ key: "sunshine\n" }, "key holds a space or a line break"],
  [{ key: "Bearer sunshine" }, 'key begins with "Bearer"'],
  [{ key: "sunshinε" }, "no header can carry"],
  [{ key: 7 as unknown as string }, "neither a text nor a function"],
  [{ timeoutMs: 0 }, "timeoutMs is 0"],
  [{ timeoutMs: Number.NaN }, "timeoutMs is NaN"],
  [{ timeoutMs: 2 ** 40 }, "timeoutMs is 1099511627776"],
  [{ transport: "pigeon" as "sse" }, 'transport is "pigeon"'],
])("refused: %j", (options, want) => {
  for (const create of [createPlenticoreClient, createHttpClient]) {
    expect(() => create({ url, ...options })).toThrow(TypeError);
    expect(() => create({ url, ...options })).toThrow(want);
    expect(() => create({ url, ...options })).toThrow(/^(?!.*sunshin)/);
  }
});

test.each([[], [undefined], ["http://localhost:4000"]])(
  "options that are none tell what is missing: %j",
  (...given) => {
    const want = new TypeError('url is missing: give { url: "http://localhost:4000" }');
    for (const create of [createPlenticoreClient, createHttpClient]) {
      expect(() => Reflect.apply(create, undefined, given)).toThrow(want);
    }
  },
);

test("the key is shown nowhere: not by inspection, not in JSON, not in failures", async () => {
  const key = "plk-sunshine-and-rain";
  const { runtime, sockets, requests } = fakeWorld();
  const client = createPlenticoreClient({ url, key, runtime });
  const values = client.subscribe(InverterLiveDocument)[Symbol.asyncIterator]();
  const first = values.next();
  const answered = client.query(ViewerDocument);
  await settled();
  const shown = [client, values, client.connection].flatMap((one) => [
    inspect(one, { depth: 20, showHidden: true }),
    JSON.stringify(one),
  ]);
  sockets[0]!.open();
  sockets[0]!.end(4401, "no known key");
  requests[0]!.fail(new TypeError("fetch failed"));
  const failures = [await first.catch((error: unknown) => error), await answered];
  shown.push(
    ...failures.flatMap((one) => [inspect(one, { depth: 20, showHidden: true }), JSON.stringify(one), String(one)]),
  );
  expect(requests[0]!.init.headers["authorization"]).toBe(`Bearer ${key}`);
  expect(shown.join("\n")).not.toContain("sunshine");
});

test("a function that gives no key that can be one is a failure, which doesn't tell it", async () => {
  const { runtime, requests } = fakeWorld();
  const client = createPlenticoreClient({ url, key: () => "sun shine", runtime });
  const result = await client.query(ViewerDocument);
  expect(result).toMatchObject({ kind: "failed", error: { code: "UNAUTHENTICATED", retryable: false } });
  expect(inspect(result, { depth: 20 })).toContain("key holds a space");
  expect(inspect(result, { depth: 20 })).not.toContain("sun shine");
  expect(requests).toEqual([]);
});
