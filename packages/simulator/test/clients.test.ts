import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { profileNames } from "../src/index.ts";
import { device } from "./support/devices.ts";
import { type LoginStyle, login, send, valuesOf } from "./support/wire.ts";

interface Client {
  readonly name: string;
  readonly login: LoginStyle;
  /** Before the paths of all later calls. */
  readonly base: string;
  /** How the header's name is written. */
  readonly header: string;
  readonly userAgent?: string;
}

const letters = (text: string): Buffer => Buffer.from(text, "ascii");
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)";
const STALE = { Authorization: `Session ${"0".repeat(64)}` };

/** How nine clients of real devices speak (FACTS 1.1, 1.2, 2, quirk 24). */
const clients: readonly Client[] = [
  { name: "pykoplenti", login: { nonce: randomBytes(12), ivLength: 16 }, base: "/api/v1", header: "authorization" },
  {
    name: "pykoplenti as installer",
    login: { username: "master", secret: "master-key", serviceCode: "4711", ivLength: 16 },
    base: "/api/v1",
    header: "authorization",
  },
  { name: "golrackpi", login: { nonce: randomBytes(12), ivLength: 16 }, base: "/api/v1", header: "authorization" },
  { name: "KostalApiClient", login: { ivLength: 12 }, base: "/api/v1", header: "Authorization" },
  {
    name: "StrathCole/ioBroker.plenticore",
    login: { nonce: letters("abcdefghijkl"), headers: { "User-Agent": BROWSER } },
    base: "/api/v1",
    header: "authorization",
    userAgent: BROWSER,
  },
  {
    name: "FernetMenta/ioBroker.plenticore-g3, which sends the old session with its login",
    login: { nonce: letters("ZYXWVUTSRQPO"), headers: STALE },
    base: "/api/v1",
    header: "authorization",
    userAgent: BROWSER,
  },
  { name: "openHAB", login: { base: "/api/v1" }, base: "/api/v1", header: "Authorization" },
  {
    name: "the web page, whose paths begin with two slashes",
    login: { base: "//api/v1" },
    base: "//api/v1",
    header: "Authorization",
  },
  {
    name: "kostal-RESTAPI",
    login: { nonce: letters("aaaaaaaaaaaa"), ivLength: 16 },
    base: "/api//v1",
    header: "AUTHORIZATION",
  },
  { name: "fibaro-qa-plenticore", login: { nonce: letters("MnOpQrStUvWx") }, base: "/api/v1", header: "Authorization" },
];

describe.each(clients)("$name", (client) => {
  test("logs in, reads values, and logs out", async () => {
    const { url } = await device({ masterKey: "master-key", serviceCode: "4711" });
    const id = await login(url, client.login);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    const headers = {
      [client.header]: `Session ${id}`,
      ...(client.userAgent !== undefined && { "User-Agent": client.userAgent }),
    };
    const body = [
      { moduleid: "devices:local", processdataids: ["Dc_P", "Home_P", "Inverter:State"] },
      { moduleid: "devices:local:pv1", processdataids: ["P"] },
    ];
    const values = valuesOf(await send(url, `${client.base}/processdata`, { headers, body }));
    expect(values.get("devices:local/Inverter:State")).toBe(6);
    expect(values.get("devices:local:pv1/P")).toBeGreaterThan(100);

    const out = await send(url, `${client.base}/auth/logout`, { method: "POST", headers });
    expect(out.status).toBe(200);
    const after = await send(url, `${client.base}/modules`, { headers });
    expect([after.status, after.json()]).toEqual([401, { message: "Not authorized" }]);
  });
});

test.each(profileNames)("%s takes a login at the rounds of a real device", async (profile) => {
  const { url } = await device({ profile, rounds: 29_000 });
  const started = await send(url, "/api/v1/auth/start", {
    body: { username: "user", nonce: randomBytes(12).toString("base64") },
  });
  expect(started.json<{ rounds: number }>().rounds).toBe(29_000);
  expect(await login(url)).toMatch(/^[0-9a-f]{64}$/);
});
