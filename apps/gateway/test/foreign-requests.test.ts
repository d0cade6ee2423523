import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { digestOf } from "../src/auth/api-key.ts";
import { isLocalHost } from "../src/auth/local-network.ts";
import type { KeyConfig } from "../src/config/types.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { auditOf } from "./example/mutate.ts";
import { type ServedOptions, serve } from "./example/serve.ts";

const keys: KeyConfig[] = [{ name: "panel", role: "ADMIN", digest: digestOf("panel-key"), plants: undefined }];
const fleet = fakeFleet([fakePlant("home", [fakeInverter("inverter-1")])]);

type Headers = Readonly<Record<string, string>>;

interface Sent {
  readonly status: number | undefined;
  readonly body: string;
}

/** As a browser sends it: `fetch` would not let us name origin and host. */
const send = (url: string, path: string, headers: Headers, method = "GET", body = ""): Promise<Sent> =>
  new Promise((resolve, reject) => {
    request(`${url}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    })
      .on("error", reject)
      .end(body);
  });

const query = `/graphql?query=${encodeURIComponent("{ viewer { name } }")}`;
const reboot = 'mutation { rebootInverter(input: { inverterId: "inverter-1" }) { __typename } }';
const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
const json = { "content-type": "application/json" };

/** What a page of another site can make a browser send without asking this one first (Fetch, "simple requests"). */
const simple: readonly (readonly [what: string, method: string, path: string, headers: Headers, body: string])[] = [
  [
    "a form",
    "POST",
    "/graphql",
    { ...evil, "content-type": "application/x-www-form-urlencoded" },
    `query=${encodeURIComponent(reboot)}`,
  ],
  [
    "a form with files",
    "POST",
    "/graphql",
    { ...evil, "content-type": "multipart/form-data; boundary=b" },
    `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: reboot })}\r\n--b--\r\n`,
  ],
  [
    "JSON as plain text",
    "POST",
    "/graphql",
    { ...evil, "content-type": "text/plain" },
    JSON.stringify({ query: reboot }),
  ],
  ["a beacon without a type", "POST", "/graphql", evil, JSON.stringify({ query: reboot })],
  ["a page in a sandbox", "POST", "/graphql", { origin: "null", ...json }, JSON.stringify({ query: reboot })],
  [
    "a mutation as an address",
    "GET",
    `/graphql?query=${encodeURIComponent(reboot)}`,
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
    "",
  ],
  ["a query as an image", "GET", query, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, ""],
  [
    "a query from another port of this machine",
    "GET",
    query,
    { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" },
    "",
  ],
  ["an event source", "GET", query, { ...evil, accept: "text/event-stream" }, ""],
  ["an event source with credentials", "GET", query, { ...evil, cookie: "a=b", accept: "text/event-stream" }, ""],
  ["a log as a download", "GET", "/inverters/inverter-1/logdata.tsv", { ...evil }, ""],
];

describe.each<[what: string, options: ServedOptions, authorization: Headers]>([
  ["a gateway without keys", {}, {}],
  [
    "a gateway with keys, to who knows one",
    { keys, expose: { getQueries: true } },
    { authorization: "Bearer panel-key" },
  ],
])("%s", (_what, options, authorization) => {
  let served: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    served = await serve(fleet, options);
  });
  afterAll(() => served.gateway.close());

  test.each(simple)(
    "refuses %s from another site, before anything is done",
    async (_name, method, path, headers, body) => {
      const { status, body: answer } = await send(served.url, path, { ...headers, ...authorization }, method, body);
      expect(status).toBe(403);
      expect(JSON.parse(answer)).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
      expect(auditOf(served.log())).toEqual([]);
    },
  );

  test.each([
    ["application/x-www-form-urlencoded", `query=${encodeURIComponent(reboot)}`],
    ["multipart/form-data; boundary=b", "--b--"],
    ["text/plain", JSON.stringify({ query: reboot })],
    ["text/plain; charset=application/json", JSON.stringify({ query: reboot })],
    ["text/plain, application/json", JSON.stringify({ query: reboot })],
  ])("refuses bodies of the type %s, also where a browser tells no origin", async (type, body) => {
    const { status } = await send(served.url, "/graphql", { ...authorization, "content-type": type }, "POST", body);
    expect(status).toBe(415);
    expect(auditOf(served.log())).toEqual([]);
  });

  test("refuses to be asked by others' pages, and so does the browser", async () => {
    const asked = { ...evil, "access-control-request-method": "POST" };
    expect((await send(served.url, "/graphql", asked, "OPTIONS")).status).toBe(403);
  });

  test("sets no cookie, and takes none for a key", async () => {
    const response = await fetch(`${served.url}${query}`, { headers: { cookie: "authorization=Bearer panel-key" } });
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(response.status).toBe(options.keys ? 401 : 200);
  });

  test.each<[what: string, headers: (host: string) => Headers]>([
    ["programs, which tell no origin", () => ({})],
    ["its own pages", (host) => ({ origin: `http://${host}`, "sec-fetch-site": "same-origin" })],
    ["its own pages' images", () => ({ "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors" })],
    ["who types the address", () => ({ "sec-fetch-site": "none", "sec-fetch-mode": "navigate" })],
    ["who follows a link", () => ({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })],
  ])("answers %s", async (_name, headers) => {
    const { host } = new URL(served.url);
    const { status, body } = await send(served.url, query, { ...headers(host), ...authorization });
    expect([status, JSON.parse(body)]).toMatchObject([200, { data: { viewer: {} } }]);
  });

  test.each<[origin: string | undefined, want: number]>([
    ["https://evil.example", 403],
    ["null", 403],
    ["OWN", 101],
    ["OWN.evil.example", 403],
    [undefined, 101],
  ])("a WebSocket of a page of %s: %d", async (origin, want) => {
    const { host } = new URL(served.url);
    const headers =
      origin === undefined ? {} : { origin: origin === "null" ? origin : origin.replace("OWN", `http://${host}`) };
    expect(await upgradeStatus(served.url, { ...headers, ...authorization })).toBe(want);
  });
});

/** 101, or what the upgrade was refused with. */
const upgradeStatus = (url: string, headers: Headers): Promise<number | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace(/^http/, "ws")}/graphql`, "graphql-transport-ws", { headers });
    socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
    socket.once("upgrade", () => resolve(101));
    socket.once("error", () => undefined);
    socket.once("open", () => socket.terminate());
  });

test("a configured origin may ask and listen, and no other", async () => {
  await using served = await serve(fleet, {
    keys,
    expose: { getQueries: true },
    listen: { corsOrigins: ["https://panel.example"] },
  });
  const authorization = "Bearer panel-key";
  const asked = (origin: string) => send(served.url, query, { origin, authorization, "sec-fetch-site": "cross-site" });
  expect((await asked("https://panel.example")).status).toBe(200);
  for (const origin of ["https://panel.example.evil.example", "http://panel.example", "https://panel.example:8443"]) {
    expect((await asked(origin)).status).toBe(403);
  }
  expect(await upgradeStatus(served.url, { origin: "https://panel.example" })).toBe(101);
  expect(await upgradeStatus(served.url, { origin: "https://evil.example" })).toBe(403);
});

test("every origin may where the configuration says so", async () => {
  await using served = await serve(fleet, { keys, expose: { getQueries: true }, listen: { corsOrigins: ["*"] } });
  expect((await send(served.url, query, { ...evil, authorization: "Bearer panel-key" })).status).toBe(200);
});

describe("without keys on an address that others reach", () => {
  let served: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    served = await serve(fleet, { listen: { host: "0.0.0.0" } });
  });
  afterAll(() => served.gateway.close());

  // A name that the internet can point at this machine must not do (DNS rebinding); an address can't be pointed.
  test.each([
    ["192.168.1.2:4000", 200],
    ["203.0.113.9", 200],
    ["[fd00::2]:4000", 200],
    ["localhost:4000", 200],
    ["nas", 200],
    ["nas.local:4000", 200],
    ["nas.lan.", 200],
    ["nas.home.arpa", 200],
    ["evil.example", 403],
    ["nas.local.evil.example", 403],
    ["192.168.1.2.evil.example", 403],
    ["fritz.box", 403],
  ])("Host %s is %d", async (host, status) => {
    expect((await send(served.url, "/healthz", { host })).status).toBe(status);
  });

  test("the log says it loudly, whatever its level", () => {
    expect(served.log()).toContain("WITHOUT AUTHENTICATION: everybody who reaches this address");
  });

  test("and again when keys are taken out, and not while there are some", async () => {
    await using own = await serve(fleet, { keys, listen: { host: "0.0.0.0" } });
    expect(own.log()).not.toContain("WITHOUT AUTHENTICATION");
    own.gateway.reconfigure({ ...own.config, keys: undefined });
    expect(own.log()).toContain("WITHOUT AUTHENTICATION");
  });
});

test.each([
  ["127.0.0.1", true],
  ["10.1.2.3", true],
  ["172.31.255.255", true],
  ["172.32.0.1", false],
  ["192.168.1.9", true],
  ["169.254.1.1", true],
  ["203.0.113.9", false],
  ["[::1]", true],
  ["[fd12::9]", true],
  ["[fe80::1]", true],
  ["[2001:db8::1]", false],
  ["nas", true],
  ["login.internal", true],
  ["login.example", false],
  ["lan", true],
  ["evil-lan", true],
  ["evillan.example", false],
  ["", false],
])("the host %s is in the local network: %s", (host, want) => {
  expect(isLocalHost(host)).toBe(want);
});
