import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newKey } from "../src/auth/api-key.ts";
import { Authenticator } from "../src/auth/authenticate.ts";
import { roleSuffices, roles } from "../src/auth/role.ts";
import { readConfiguration } from "../src/config/load.ts";
import type { GatewayConfig, KeyConfig } from "../src/config/types.ts";
import { createLogger } from "../src/log.ts";
import { schema } from "../src/schema/index.ts";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";

const sha256 = (text: string): Uint8Array => createHash("sha256").update(text).digest();

const keys: KeyConfig[] = [
  { name: "panel", role: "VIEWER", digest: sha256("panel-key"), plants: new Set(["home"]) },
  { name: "installer", role: "OPERATOR", digest: sha256("installer-key"), plants: undefined },
  { name: "owner", role: "ADMIN", digest: sha256("owner-key"), plants: new Set(["home", "farm"]) },
  { name: "nobody", role: "ADMIN", digest: sha256("nobody-key"), plants: new Set() },
];

const fleet = fakeFleet([
  fakePlant("home", [fakeInverter("garage")]),
  fakePlant("farm", [fakeInverter("barn"), fakeInverter("shed")]),
]);

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fleet, { keys });
});
afterAll(() => served.gateway.close());

describe("without a known key the answer is 401 and nothing else", () => {
  test.each([
    ["no header", undefined],
    ["another scheme", "Basic b3duZXItd29ydA=="],
    ["no key", "Bearer "],
    ["an unknown key", "Bearer owner-kez"],
    ["a key and more", "Bearer owner-key owner-key"],
    ["a hash instead of its key", `Bearer ${Buffer.from(sha256("owner-key")).toString("hex")}`],
  ])("%s", async (_what, authorization) => {
    const response = await post(served.url, "{ viewer { name } }", {
      ...(authorization !== undefined && { headers: { authorization } }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(/API key/) as string,
          extensions: { code: "UNAUTHENTICATED", inverterId: null, retryable: false, retryAfterMs: null },
        },
      ],
    });
  });

  test("introspection and broken documents too", async () => {
    expect((await post(served.url, "{ __schema { types { name } } }")).status).toBe(401);
    expect((await post(served.url, "{")).status).toBe(401);
    expect((await fetch(`${served.url}/graphql?query={viewer{name}}`)).status).toBe(401);
  });

  test("the log tells who tried, and no key", async () => {
    await post(served.url, "{ viewer { name } }", { key: "guessed-key" });
    expect(served.log()).toContain('"message":"refused a request","client":"127.0.0.1"');
    expect(served.log()).not.toContain("guessed-key");
  });
});

test("a viewer is the key's name, role and plants", async () => {
  const query = "{ viewer { name role readOnly plants { id } } }";
  expect(await ask(served.url, query, { key: "panel-key" })).toEqual({
    data: { viewer: { name: "panel", role: "VIEWER", readOnly: false, plants: [{ id: "home" }] } },
  });
  expect(await ask(served.url, query, { headers: { authorization: "bearer  installer-key" } })).toEqual({
    data: {
      viewer: { name: "installer", role: "OPERATOR", readOnly: false, plants: [{ id: "home" }, { id: "farm" }] },
    },
  });
  expect(await ask(served.url, query, { key: "nobody-key" })).toMatchObject({ data: { viewer: { plants: [] } } });
});

test("without keys everybody is the ADMIN local", async () => {
  await using open = await serve(fleet, { readOnly: true });
  expect(await ask(open.url, "{ viewer { name role readOnly plants { id } } }")).toEqual({
    data: { viewer: { name: "local", role: "ADMIN", readOnly: true, plants: [{ id: "home" }, { id: "farm" }] } },
  });
});

test.each([
  ["VIEWER", ["VIEWER"]],
  ["OPERATOR", ["VIEWER", "OPERATOR"]],
  ["ADMIN", ["VIEWER", "OPERATOR", "ADMIN"]],
] as const)("the role %s suffices for %j", (role, suffices) => {
  expect(roles.filter((required) => roleSuffices(role, required))).toEqual(suffices);
});

test("every field of Query names the role that it needs", () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  expect(fields.length).toBeGreaterThan(5);
  expect(fields.map(({ extensions }) => extensions["pothosOptions"])).toEqual(
    fields.map(() => expect.objectContaining({ authScopes: { role: "VIEWER" } }) as unknown),
  );
});

describe("a plant that a key may not see is as if it were not there", () => {
  test("in lists", async () => {
    const { data } = await ask(
      served.url,
      "{ plants { id inverters { id } } inverters { id } viewer { plants { id } } }",
      {
        key: "panel-key",
      },
    );
    expect(data).toEqual({
      plants: [{ id: "home", inverters: [{ id: "garage" }] }],
      inverters: [{ id: "garage" }],
      viewer: { plants: [{ id: "home" }] },
    });
  });

  test.each([
    '{ plant(id: "ID") { name } }',
    '{ node(id: "ID") { id } }',
    '{ inverter(id: "ID") { name url } }',
    '{ inverters(ids: ["garage", "ID"]) { name } }',
    '{ inverters(plantId: "ID") { name } }',
  ])("in %s, hidden and missing ids are answered alike", async (query) => {
    for (const hidden of ["farm", "barn"]) {
      const answer = await ask(served.url, query.replace("ID", hidden), { key: "panel-key" });
      const missing = await ask(served.url, query.replace("ID", "none"), { key: "panel-key" });
      expect(answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
      expect(JSON.stringify(answer).replaceAll(hidden, "none")).toBe(JSON.stringify(missing));
    }
  });

  test("another key of the same gateway sees it", async () => {
    const { data } = await ask(served.url, '{ node(id: "barn") { id } inverters(plantId: "farm") { id } }', {
      key: "owner-key",
    });
    expect(data).toEqual({ node: { id: "barn" }, inverters: [{ id: "barn" }, { id: "shed" }] });
  });
});

test("a new key has 256 random bits, and its hash opens the gateway", async () => {
  const { key, hash } = newKey();
  expect(Buffer.from(key, "base64url")).toHaveLength(32);
  expect(hash).toBe(`sha256:${Buffer.from(sha256(key)).toString("hex")}`);
  expect(newKey().key).not.toBe(key);
  const digest = Buffer.from(hash.slice("sha256:".length), "hex");
  await using own = await serve(fleet, { keys: [{ name: "new", role: "VIEWER", digest, plants: undefined }] });
  expect(await ask(own.url, "{ viewer { name } }", { key })).toEqual({ data: { viewer: { name: "new" } } });
});

test("a short key is told in the log when it comes, by its name; a hash tells nothing of its key", async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = createLogger({ level: "warn", write, now: () => 0 });
  const long = "0123456789abcdef";
  const text = (short: string) => `auth:
  keys:
    - { name: panel, role: ADMIN, key: ${short} }
    - { name: owner, role: ADMIN, key: ${long} }
    - { name: hashed, role: VIEWER, hash: "sha256:${"ab".repeat(32)}" }
plants: [{ id: home, name: Home, timeZone: UTC, inverters: [] }]
`;
  const read = (short: string) => readConfiguration(text(short), { file: "gateway.yaml", env: {} });
  const authenticator = new Authenticator({ fleet, admission: admission(read("abc")), now: () => 0, log });
  const told = {
    level: "warn",
    message: "the key is short and can be guessed: take one that `key new` makes",
    key: "panel",
    role: "ADMIN",
  };
  expect(lines).toMatchObject([told]);
  authenticator.update(admission(read("abc")));
  expect(lines).toHaveLength(1);
  authenticator.update(admission(read("abcd")));
  expect(lines).toMatchObject([told, told]);
  expect(JSON.stringify(lines)).not.toMatch(/abc|0123/);
});

const admission = ({ keys, jwt, fleet: { readOnly } }: GatewayConfig) => ({ keys, jwt, readOnly });
