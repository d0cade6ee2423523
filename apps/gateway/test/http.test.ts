import { readFileSync } from "node:fs";
import { request } from "node:http";
import { get } from "node:https";
import { Secret } from "@plenticore/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../src/limits/limits.ts";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fleet);
});
afterAll(() => served.gateway.close());

const page = { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };

describe("paths", () => {
  test.each([
    ["/healthz", 200, "application/json; charset=utf-8", '{"status":"alive"}'],
    ["/healthz?probe=1", 200, "application/json; charset=utf-8", '{"status":"alive"}'],
    ["/readyz", 200, "application/json; charset=utf-8", '{"status":"ready"}'],
    ["/", 200, "text/html;charset=utf-8", "<title>Plenticore Gateway</title>"],
    ["/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", "plenticore_gateway_build_info"],
    ["/metricz", 404, "application/json; charset=utf-8", '"code":"NOT_FOUND"'],
    ["/graphql/x", 404, "application/json; charset=utf-8", '"code":"NOT_FOUND"'],
    ["/__proto__", 404, "application/json; charset=utf-8", '"code":"NOT_FOUND"'],
  ])("GET %s is %d", async (path, status, mediaType, text) => {
    const response = await fetch(`${served.url}${path}`);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(mediaType);
    expect(await response.text()).toContain(text);
  });

  test.each(["POST", "DELETE"])("%s /healthz is 405, and tells what is possible", async (method) => {
    const response = await fetch(`${served.url}/healthz`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
    expect(await response.json()).toMatchObject({ errors: [{ message: "only GET and HEAD are possible here" }] });
  });
});

describe("bodies", () => {
  const query = JSON.stringify({ query: "{ viewer { name } }" });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/graphql",
    "multipart/form-data; boundary=x",
  ])("%s is refused: any web page could send it", async (mediaType) => {
    const response = await fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": mediaType },
      body: query,
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_INPUT" } }] });
  });

  test("a body over the limit is refused", async () => {
    const response = await post(served.url, `{ viewer { name } } #${"x".repeat(defaultLimits.bodyBytes)}`);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(/^limits\.bodyBytes: /), extensions: { code: "LIMIT_EXCEEDED" } }],
    });
  });

  test("a list of operations is refused", async () => {
    const response = await fetch(`${served.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `[${query},${query}]`,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_INPUT" } }] });
  });

  test("queries may be asked by GET, with variables that are JSON", async () => {
    const operation = encodeURIComponent("query ($id: ID!) { inverter(id: $id) { id } }");
    const get = (variables: string): Promise<Response> =>
      fetch(`${served.url}/graphql?query=${operation}&variables=${encodeURIComponent(variables)}`);
    expect(await (await get('{"id":"garage"}')).json()).toEqual({ data: { inverter: { id: "garage" } } });
    const refused = await get("{id:garage}");
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_INPUT" } }] });
  });

  test("an answer that nobody accepts is 406", async () => {
    const response = await post(served.url, "{ viewer { name } }", { headers: { accept: "image/png" } });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_INPUT" } }] });
  });
});

describe("GraphiQL", () => {
  test("works without the internet: nothing is loaded from elsewhere, and the browser is told so", async () => {
    const response = await fetch(`${served.url}/graphql`, page);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await response.text();
    expect(html.length).toBeGreaterThan(1_000_000);
    const markup = html.replaceAll(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/g, "");
    const styles = html.match(/<style>[\s\S]*?<\/style>/g) ?? [];
    expect(markup.match(/\b(?:src|href)="(?!data:)[^"]*"/g)).toBeNull();
    expect(styles.flatMap((style) => style.match(/@import|url\(\s*["']?(?!data:|#)\S{0,40}/g) ?? [])).toEqual([]);
    expect(html.match(/url\(\s*["']?https?:/g)).toBeNull();
    expect(html.includes("query FleetOverview")).toBe(true);
  });

  test("is not there where others can reach the gateway", async () => {
    await using open = await serve(fleet, { keys: [], listen: { host: "0.0.0.0" } });
    const response = await fetch(`${open.url}/graphql`, page);
    expect(response.status).toBe(401);
    expect((await response.text()).includes("<script>")).toBe(false);
  });
});

describe("web pages of others", () => {
  const preflight = (url: string, origin: string): Promise<Response> =>
    fetch(`${url}/graphql`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });

  test("may not call where no origin is configured", async () => {
    const response = await preflight(served.url, "https://evil.example");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("may call from the configured origins, also without a key yet", async () => {
    const corsOrigins = ["https://panel.example", "https://other.example"];
    await using open = await serve(fleet, { keys: [], listen: { corsOrigins } });
    const allowed = await preflight(open.url, "https://panel.example");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://panel.example");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
    const refused = await preflight(open.url, "https://evil.example");
    expect(refused.headers.get("access-control-allow-origin")).not.toBe("https://evil.example");
    const answer = await post(open.url, "{ viewer { name } }", { headers: { origin: "https://panel.example" } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://panel.example");
  });

  /** fetch sends no foreign Host. */
  const statusWithHost = (url: string, host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${url}/healthz`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });

  test.each([
    ["127.0.0.1:4000", 200],
    ["localhost:4000", 200],
    ["[::1]:4000", 200],
    ["panel.localhost", 200],
    ["evil.example", 403],
    ["127.0.0.1.evil.example:4000", 403],
    ["192.168.1.2", 403],
  ])("may not reach an open gateway by another name for this machine: Host %s is %d", async (host, status) => {
    expect(await statusWithHost(served.url, host)).toBe(status);
  });

  test("with keys every name is good", async () => {
    await using open = await serve(fleet, { keys: [] });
    expect(await statusWithHost(open.url, "gateway.example")).toBe(200);
  });
});

test("with a certificate it speaks TLS", async () => {
  const file = (name: string): string => readFileSync(new URL(`example/tls/${name}.pem`, import.meta.url), "utf8");
  const cert = file("cert");
  await using secure = await serve(fleet, { listen: { tls: { cert, key: new Secret(file("key")) } } });
  expect(secure.url).toMatch(/^https:/);
  const status = await new Promise((resolve, reject) => {
    get(`${secure.url}/healthz`, { ca: cert }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
  expect(status).toBe(200);
});

test("behind a proxy the log tells the address that the proxy saw", async () => {
  await using open = await serve(fleet, { keys: [], listen: { trustProxy: true } });
  await post(open.url, "{ viewer { name } }", { headers: { "x-forwarded-for": "10.0.0.1, 203.0.113.7" } });
  expect(open.log()).toContain('"client":"203.0.113.7"');
});

test("while it closes, requests in flight are answered and new ones find nobody", async () => {
  const { promise: asked, resolve: begin } = Promise.withResolvers<void>();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = fakeInverter("slow", {
    version: async () => {
      begin();
      await gate;
      return fakeInverter("any").version();
    },
  });
  const own = await serve(fakeFleet([fakePlant("home", [slow])]));
  const answer = ask(own.url, "{ inverters { version { name } } }");
  await asked;
  expect(own.gateway.inFlight).toBe(1);
  const drained = own.gateway.drain();
  await expect(fetch(`${own.url}/healthz`)).rejects.toThrow("fetch failed");
  open();
  expect(await answer).toEqual({ data: { inverters: [{ version: { name: "PUCK RESTful API" } }] } });
  await drained;
  expect(own.gateway.inFlight).toBe(0);
  await own.gateway.close();
});
