import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { createFleet } from "@plenticore/core";
import { startSimulator } from "@plenticore/simulator";
import { afterAll, expect, test } from "vitest";
import { loadConfiguration } from "../src/config/load.ts";
import { post } from "./example/ask.ts";
import { RunningCli, runCli } from "./example/cli.ts";
import { mutate } from "./example/mutate.ts";
import { everything, rootFields } from "./example/schema-walk.ts";
import { token } from "./example/tokens.ts";

const folder = mkdtempSync(join(tmpdir(), "plenticore-secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** One of each kind, all found by one word. */
const planted = {
  password: "planted-password",
  wrong: "planted-wrong-password",
  fresh: "planted-new-password",
  masterKey: "planted-master-key",
  serviceCode: "planted-service-code",
  apiKey: "planted-api-key",
  jwtSecret: "planted-jwt-secret-of-32-bytes-or-more",
};

/** Sessions of the simulators, as they went over the wire. */
const sessions = new Set<string>();

/** In front of a simulator: once told to, it refuses everything and repeats the session that it was asked with. */
async function echo(target: string) {
  let echoing = false;
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { authorization = "" } = incoming.headers;
    const session = authorization.replace("Session ", "");
    if (session !== "") sessions.add(session);
    if (echoing && session !== "") {
      outgoing.writeHead(incoming.url?.includes("modules") ? 500 : 404, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ message: `the session ${session} may not` }));
      return incoming.resume();
    }
    const { host: _host, ...headers } = incoming.headers;
    const forwarded = request(`${target}${incoming.url}`, { method: incoming.method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    return incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    echo: () => {
      echoing = true;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** No text may hold a planted secret, also not in base64, nor a session's id. */
function expectNone(where: string, text: string): void {
  const hits = [...Object.values(planted), ...sessions].filter((secret) => {
    const encoded = Buffer.from(secret).toString("base64").replace(/=+$/, "");
    return text.includes(secret) || text.includes(encoded);
  });
  expect([where, hits]).toEqual([where, []]);
}

const everyQuery = rootFields
  .filter(({ kind, field }) => kind === "query" && ["viewer", "inverters"].includes(field.name))
  .map(({ field }) => `{ ${field.name} ${everything(field.type, 3, ["logData"])} }`);

test("no channel of a running gateway shows a secret, whatever is asked and whatever fails", async () => {
  const login = { rounds: 1000, time: "2026-06-21T11:30:00Z" };
  await using owner = await startSimulator({ ...login, password: planted.password });
  const plate = { ...login, masterKey: planted.masterKey, serviceCode: planted.serviceCode };
  await using installer = await startSimulator(plate);
  await using another = await startSimulator(plate);
  await using proxy = await echo(owner.url);
  const file = join(folder, "gateway.yaml");
  writeFileSync(join(folder, "owner"), `${planted.password}\n`);
  writeFileSync(
    file,
    `listen: { port: 0 }
limits: { depth: 50, fields: 50000, aliases: 50000, complexity: 100000, answerFields: 1000000, tokens: 50000 }
auth:
  keys: [{ name: owner, role: ADMIN, key: { env: API_KEY } }]
  jwt: { algorithm: HS256, secret: "${planted.jwtSecret}", issuer: https://login.lan, audience: plenticore }
plants:
  - id: home
    name: Home
    timeZone: Europe/Berlin
    inverters:
      - { id: inverter-1, name: Owner, url: "${proxy.url}", password: { file: owner } }
      - { id: inverter-2, name: Installer, url: "${installer.url}", masterKey: { env: MASTER }, serviceCode: ${planted.serviceCode} }
      - { id: wrong, name: Wrong, url: "${owner.url}", password: ${planted.wrong} }
      - { id: away, name: Away, url: "http://127.0.0.1:9", password: { env: AWAY } }
`,
  );
  const env = { API_KEY: planted.apiKey, MASTER: planted.masterKey, AWAY: planted.wrong };
  await using running = new RunningCli(["serve", "--config", file, "--log-level", "debug"], env);
  const url = await running.url();
  const key = planted.apiKey;
  const good = await token(
    { role: "ADMIN", exp: Date.now() / 1000 + 600 },
    { algorithm: "HS256", key: Buffer.from(planted.jwtSecret) },
  );
  const heard: string[] = [];
  const hear = async (response: Promise<Response>): Promise<string> => {
    const answer = await response;
    const text = await answer.text();
    heard.push(JSON.stringify([...answer.headers]), text);
    return text;
  };
  const told = async (...change: Parameters<typeof mutate>): Promise<Record<string, unknown>> => {
    const result = await mutate(...change);
    heard.push(JSON.stringify(result));
    return result;
  };
  const askEverything = async (): Promise<void> => {
    for (const query of everyQuery)
      for (const credential of [key, good]) await hear(post(url, query, { key: credential }));
  };

  // Who comes in, and who does not.
  await askEverything();
  expect(heard.join()).toContain("WRONG_PASSWORD");
  for (const credential of [`${key}x`, `${good}x`, planted.jwtSecret, "a.b.c"]) {
    expect(await hear(post(url, "{ viewer { name } }", { key: credential }))).toContain("UNAUTHENTICATED");
  }
  for (const path of ["/", "/healthz", "/readyz", "/metrics", "/nowhere", "/inverters/wrong/logdata.tsv"]) {
    await hear(fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } }));
  }

  // Secrets that come in by mutations.
  const connection = { url: another.url, password: planted.wrong };
  expect(await told(url, "testInverter", connection, { key })).toMatchObject({ code: "WRONG_PASSWORD" });
  const plated = { ...connection, password: undefined, masterKey: planted.masterKey, serviceCode: planted.wrong };
  expect(await told(url, "testInverter", plated, { key })).toMatchObject({ code: "WRONG_SERVICE_CODE" });
  const added = {
    plantId: "home",
    id: "new",
    name: "New",
    connection: { ...plated, serviceCode: planted.serviceCode },
  };
  expect(await told(url, "addInverter", added, { key })).toMatchObject({ __typename: "InverterActionSuccess" });
  const wrong = { inverterId: "new", connection: { ...plated, serviceCode: planted.wrong } };
  expect(await told(url, "updateInverter", wrong, { key })).toMatchObject({ code: "WRONG_SERVICE_CODE" });
  const fresh = { newPassword: planted.fresh };
  expect(await told(url, "setDevicePassword", { inverterId: "wrong", ...fresh }, { key })).toMatchObject({
    code: "WRONG_PASSWORD",
  });
  const changed = await told(url, "setDevicePassword", { inverterId: "inverter-1", ...fresh }, { key });
  expect(changed).toMatchObject({ __typename: "SetDevicePasswordSuccess" });
  expect(JSON.stringify(changed["warning"])).toContain("owner");

  // A device that repeats its session in what it says.
  proxy.echo();
  await askEverything();
  const { inverterId } = { inverterId: "inverter-1" };
  expect(JSON.stringify(await told(url, "rebootInverter", { inverterId }, { key }))).toContain(
    "repeats a secret and is withheld",
  );
  expect(sessions.size).toBeGreaterThan(0);

  const { out, err } = await running.stop();
  expect(err).toContain('"name":"audit"');
  expectNone("answers", heard.join("\n"));
  expectNone("standard output", out);
  expectNone("log", err);

  const checked = await runCli(["check", "--config", file], env);
  expectNone("check", checked.out + checked.err);

  // What a debugger or a careless line would print.
  const config = loadConfiguration({ file, env });
  const fleet = createFleet(config.fleet);
  fleet.start();
  const failures = await Promise.all(
    fleet.inverters.map((inverter) =>
      inverter.live().then(
        () => "",
        (error: unknown) => inspect(error, { depth: null, showHidden: true }),
      ),
    ),
  );
  expect(failures.join()).toContain("WRONG_PASSWORD");
  expectNone("errors", failures.join("\n"));
  const deep = { depth: null, showHidden: true, getters: true } as const;
  expectNone("JSON of the configuration", JSON.stringify(config));
  expectNone("inspect of the configuration", inspect(config, deep));
  expect(inspect(config, deep)).toContain("[secret]");
  expectNone("inspect of the fleet", inspect(fleet, { depth: 12, showHidden: true }));
  await fleet.close();

  // Where they belong they are.
  const stored = readdirSync(join(folder, "secrets")).find((name) => name.startsWith("new-master"));
  expect(readFileSync(join(folder, "secrets", stored ?? ""), "utf8")).toBe(`${planted.masterKey}\n`);
}, 60_000);
