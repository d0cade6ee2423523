import { readFileSync } from "node:fs";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { persistedDocumentsFile } from "@plenticore/dashboard";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { serve } from "./example/serve.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
const documents = JSON.parse(readFileSync(persistedDocumentsFile, "utf8")) as Record<string, string>;

let served: Awaited<ReturnType<typeof serve>>;
let page: string;
beforeAll(async () => {
  served = await serve(fleet);
  page = await (await fetch(`${served.url}/`)).text();
});
afterAll(() => served.gateway.close());

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What the page's HTML loads, by its path. */
const loaded = (): string[] => [...page.matchAll(/(?:src|href)="\.?([^"]+)"/g)].map(([, path]) => path ?? "");

/** As it is written: `fetch` would tidy the path up before. */
function raw(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { hostname, port } = new URL(served.url);
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      request({ host: hostname, port, path, headers, method }, (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
          reject,
        );
      })
        .on("error", reject)
        .end();
    },
  );
}

describe("the page", () => {
  test("is at / under a policy that lets in nothing but its own files and this gateway", async () => {
    const response = await fetch(`${served.url}/`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html;charset=utf-8");
    expect(response.headers.get("content-security-policy")).toBe(policy);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("cache-control")).toBe("no-cache");
  });

  test("holds nothing that its policy forbids", () => {
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=|https?:\/\//);
  });

  test("loads files that are there; those named by their content are kept for good, and the others asked for again", async () => {
    const paths = loaded();
    expect(paths.some((path) => path.endsWith(".js"))).toBe(true);
    expect(paths).toContain("/manifest.webmanifest");
    for (const path of paths) {
      const response = await fetch(`${served.url}${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("cache-control")).toBe(
        path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      );
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  });

  test.each(["br", "gzip"])("is compressed before, for who takes %s", async (encoding) => {
    const script = loaded().find((path) => path.endsWith(".js")) ?? "";
    const plain = await raw(script);
    const packed = await raw(script, { "accept-encoding": encoding });
    expect(packed.headers["content-encoding"]).toBe(encoding);
    expect(packed.headers["vary"]).toBe("Accept-Encoding");
    expect(Number(packed.headers["content-length"])).toBeLessThan(Number(plain.headers["content-length"]) / 2);
    const unpacked = await fetch(`${served.url}${script}`, { headers: { "accept-encoding": encoding } });
    expect(await unpacked.text()).toBe(plain.body);
  });

  test("is told by HEAD without a body, and not sent again while it is the same", async () => {
    const head = await raw("/", {}, "HEAD");
    expect(head).toMatchObject({ status: 200, body: "" });
    expect(head.headers["content-security-policy"]).toBe(policy);
    const { etag } = head.headers;
    expect(etag).toBeTypeOf("string");
    const again = await raw("/", { "if-none-match": String(etag) });
    expect(again).toMatchObject({ status: 304, body: "" });
  });

  test.each(["bytes=5-2", "bytes=0-99999999999999999999", "bytes=0-1", "nonsense"])(
    "comes whole, whatever part is asked for: %s",
    async (range) => {
      const { status, headers, body } = await raw("/", { range });
      expect({ status, body }).toEqual({ status: 200, body: page });
      expect(headers["content-range"]).toBeUndefined();
    },
  );

  test("is compressed for nobody who refuses it", async () => {
    const { headers, body } = await raw("/", { "accept-encoding": "br;q=0, gzip; q=0.0" });
    expect(headers["content-encoding"]).toBeUndefined();
    expect(body).toBe(page);
  });

  test("is read only: POST / is 405, and a POST elsewhere finds nothing", async () => {
    const root = await fetch(`${served.url}/`, { method: "POST" });
    expect([root.status, root.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect((await fetch(`${served.url}/grahpql`, { method: "POST" })).status).toBe(404);
  });

  test.each([
    "/../package.json",
    "/assets/../../index.js",
    "/%2e%2e/%2e%2e/package.json",
    "/assets/..%2f..%2findex.js",
    "/..%5cindex.js",
    "/.vite/manifest.json",
    "//etc/passwd",
    "/index.html%00.js",
    "/%",
    "/assets/",
    "/nowhere",
  ])("no path leads elsewhere: %s", async (path) => {
    const { status, headers, body } = await raw(path);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
    expect(headers["content-security-policy"]).toBeUndefined();
    expect(headers["cache-control"]).toBeUndefined();
  });

  test("is refused to a foreign name of this machine, and its files to pages of others", async () => {
    expect((await raw("/", { host: "evil.example" })).status).toBe(403);
    const script = loaded().find((path) => path.endsWith(".js")) ?? "";
    expect((await raw(script, { origin: "https://evil.example" })).status).toBe(403);
    const { host } = new URL(served.url);
    expect((await raw(script, { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).status).toBe(403);
    expect((await raw("/", { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).status).toBe(200);
  });
});

describe("with keys", () => {
  test("the page is there for who has none, and what it asks for is not", async () => {
    await using closed = await serve(fleet, { keys: [keyOf("owner", "ADMIN")] });
    expect((await fetch(`${closed.url}/`)).status).toBe(200);
    const [documentId] = Object.keys(documents);
    const asked = await fetch(`${closed.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ documentId }),
    });
    expect(asked.status).toBe(401);
  });
});

describe("the page's documents", () => {
  const ask = async (url: string, payload: object): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify(payload) });
    return response.json();
  };
  const viewer = Object.entries(documents).find(([, document]) => document.includes("query Viewer")) ?? [];

  test("are known, also where only persisted ones are answered", async () => {
    const own = "query Own { inverters { id } }";
    const persistedDocuments = { documents: new Map([["sha256:own", own]]), only: true };
    await using only = await serve(fleet, { persistedDocuments });
    expect(await ask(only.url, { documentId: viewer[0] })).toMatchObject({ data: { viewer: { role: "ADMIN" } } });
    expect(await ask(only.url, { documentId: "sha256:own" })).toEqual({ data: { inverters: [{ id: "garage" }] } });
    expect(await ask(only.url, { query: "{ plants { id } }" })).toMatchObject({
      errors: [{ extensions: { code: "BAD_INPUT" } }],
    });
  });

  test("fit the schema, each of them", () => {
    expect(Object.keys(documents).length).toBeGreaterThan(30);
    expect(served.log()).not.toContain("a persisted document is not valid");
  });
});

test("a limit that its documents are over is told at the start, and counts as refusing nobody", async () => {
  await using strict = await serve(fleet, { limits: { depth: 1 } });
  expect(strict.log()).toContain("a persisted document is not valid");
  expect(strict.gateway.limitHits.depth).toBe(0);
});

test("switched off, / is the signpost, there are no files, and the page's documents are unknown", async () => {
  await using off = await serve(fleet, { expose: { dashboard: false } });
  const root = await fetch(`${off.url}/`);
  expect(root.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await root.text()).toContain("POST /graphql");
  for (const path of loaded()) expect((await fetch(`${off.url}${path}`)).status).toBe(404);
  const answer = await fetch(`${off.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ documentId: Object.keys(documents)[0] }),
  });
  expect(await answer.text()).toContain("there is no persisted document with this id");
});
