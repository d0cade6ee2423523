import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createFleet } from "@plenticore/core";
import { profileNames, type Simulator, startSimulator } from "@plenticore/simulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newKey } from "../src/auth/api-key.ts";
import { RunningConfiguration } from "../src/config/running.ts";
import { createLogger } from "../src/log.ts";
import { startGateway } from "../src/server/start.ts";
import { password, summerNoon } from "./example/app.ts";
import { ask } from "./example/ask.ts";
import { auditOf, mutate } from "./example/mutate.ts";

const installer = { masterKey: "PLATE-1234", serviceCode: "SERVICE-9" };
const folder = mkdtempSync(join(tmpdir(), "plenticore-fleet-"));
const owner = newKey();
const panel = newKey();
let simulators: Simulator[];

beforeAll(async () => {
  const start = (profile: (typeof profileNames)[number]) =>
    startSimulator({ profile, password, ...installer, time: summerNoon, rounds: 1000 });
  simulators = await Promise.all(profileNames.map(start));
});

afterAll(async () => {
  await Promise.all(simulators.map((simulator) => simulator.close()));
  rmSync(folder, { recursive: true });
});

const url = (index: number): string => simulators[index]?.url ?? "";

/** As a person writes it: aligned, commented, with secrets somewhere else. */
const written = () => `# The houses
listen: { host: 127.0.0.1, port: 0 }   # only for this machine
auth:
  keys:
    - { name: owner, role: ADMIN,  hash: "${owner.hash}" }
    - { name: panel, role: VIEWER, hash: "${panel.hash}" }

plants:
  - id: home          # where we live
    name: Home
    timeZone: Europe/Berlin
    meter: first
    inverters:
      # under the roof
      - { id: first,  name: First,  url: "${url(0)}", password: { env: FIRST } }   # the old one
      - id: second    # the new one
        name: Second
        url: "${url(1)}"
        password:
          env: FIRST  # the same
        peakPower: 8400
`;

let count = 0;

/** The gateway as \`serve\` puts it together, in front of a file of its own. */
async function startWith(text: string) {
  count += 1;
  const own = join(folder, String(count));
  execFileSync("mkdir", [own]);
  const file = join(own, "gateway.yaml");
  writeFileSync(file, text, { mode: 0o640 });
  const lines: string[] = [];
  const log = createLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 });
  const changes = new RunningConfiguration({ file, env: { FIRST: password }, log });
  const fleet = createFleet(changes.config.fleet);
  const gateway = await startGateway({ config: changes.config, fleet, changes, log });
  changes.connect(fleet, async (next) => {
    gateway.reconfigure(next);
    await fleet.reconfigure(next.fleet);
  });
  fleet.start();
  return {
    url: gateway.url,
    file,
    own,
    changes,
    fleet,
    log: () => lines.join(""),
    text: () => readFileSync(file, "utf8"),
    secrets: () => readdirSync(join(own, "secrets")),
    change: (name: string, input: Record<string, unknown>) => mutate(gateway.url, name, input, { key: owner.key }),
    async [Symbol.asyncDispose]() {
      await fleet.close();
      await gateway.close();
    },
  };
}

const added = (index: number, more: Record<string, unknown> = {}) => ({
  plantId: "home",
  id: "third",
  name: "Third",
  connection: { url: url(index), password },
  ...more,
});

describe.each(profileNames.map((profile, index) => [profile, index] as const))("%s", (_profile, index) => {
  test("testInverter tells what it is to owner and installer, and which secret is wrong", async () => {
    await using app = await startWith(written());
    const tried = (secrets: object) => app.change("testInverter", { url: url(index), ...secrets });
    expect(await tried({ password })).toMatchObject({
      __typename: "TestInverterSuccess",
      session: { role: "USER" },
      version: { swVersion: expect.stringMatching(/^0?\d\./) as unknown },
    });
    expect(await tried(installer)).toMatchObject({ __typename: "TestInverterSuccess", product: {} });
    expect(await tried({ password: "wr0ng" })).toMatchObject({ __typename: "InverterFailure", code: "WRONG_PASSWORD" });
    expect(await tried({ ...installer, serviceCode: "wr0ng" })).toMatchObject({ code: "WRONG_SERVICE_CODE" });
    expect(await tried({ ...installer, masterKey: "wr0ng" })).toMatchObject({ code: "WRONG_PASSWORD" });
    expect(app.text()).toBe(written());
    expect(app.log()).not.toContain("wr0ng");
  });

  test("addInverter logs in, writes one line beside its siblings, and answers as the inverter", async () => {
    // Its own simulator is none of the two that are there.
    const text = written().replace(url(0), "http://127.0.0.1:9").replace(url(1), "http://127.0.0.1:19");
    await using app = await startWith(text);
    expect(await app.change("addInverter", added(index, { peakPower: 9800 }))).toMatchObject({
      __typename: "InverterActionSuccess",
      inverter: { id: "third", name: "Third", peakPower: 9800, availability: { state: "ONLINE" } },
    });
    const [secret = ""] = app.secrets();
    const line = `      - { id: third, name: Third, url: ${url(index)}, password: { file: secrets/${secret} }, peakPower: 9800 }\n`;
    expect(app.text()).toBe(text + line);
    expect(readFileSync(join(app.own, "secrets", secret), "utf8")).toBe(`${password}\n`);
    expect(statSync(join(app.own, "secrets", secret)).mode & 0o777).toBe(0o600);
    expect(statSync(join(app.own, "secrets")).mode & 0o777).toBe(0o700);
    expect(statSync(app.file).mode & 0o777).toBe(0o640);
    expect(app.log()).not.toContain(password);
  });
});

describe("a change that can't be made changes nothing", () => {
  const refused: [what: string, name: string, input: () => Record<string, unknown>, answer: Record<string, unknown>][] =
    [
      [
        "a wrong password",
        "addInverter",
        () => added(2, { connection: { url: url(2), password: "wr0ng" } }),
        { __typename: "InverterFailure", code: "WRONG_PASSWORD" },
      ],
      [
        "nothing there",
        "addInverter",
        () => added(2, { connection: { url: "http://127.0.0.1:9", password } }),
        { __typename: "InverterFailure", code: "UNREACHABLE_REFUSED" },
      ],
      [
        "an id that is taken",
        "addInverter",
        () => added(2, { id: "first" }),
        { __typename: "ConfigurationFailure", code: "CONFIGURATION_INVALID", path: "id" },
      ],
      [
        "another inverter's address, before anybody logs in there",
        "addInverter",
        () => added(0, { connection: { url: `${url(0).replace("http", "HTTP")}/`, password: "wr0ng" } }),
        {
          __typename: "ConfigurationFailure",
          code: "CONFIGURATION_INVALID",
          path: "connection.url",
          message: '"first" has this address already: an inverter is configured once',
        },
      ],
      [
        "another inverter's address for one that is there",
        "updateInverter",
        () => ({ inverterId: "second", connection: { url: url(0), password } }),
        { __typename: "ConfigurationFailure", code: "CONFIGURATION_INVALID", path: "connection.url" },
      ],
      ["no plant of that id", "addInverter", () => added(2, { plantId: "none" }), { code: "NOT_FOUND" }],
      [
        "no url",
        "addInverter",
        () => added(2, { connection: { url: "house", password } }),
        { __typename: "ConfigurationFailure", code: "BAD_INPUT", path: "connection.url" },
      ],
      [
        "both kinds of secrets",
        "addInverter",
        () => added(2, { connection: { url: url(2), password, ...installer } }),
        { __typename: "ConfigurationFailure", code: "BAD_INPUT" },
      ],
      [
        "no secret",
        "addInverter",
        () => added(2, { connection: { url: url(2) } }),
        { __typename: "ConfigurationFailure", code: "CONFIGURATION_INVALID" },
      ],
      [
        "another password that is wrong",
        "updateInverter",
        () => ({ inverterId: "second", connection: { url: url(1), password: "wr0ng" } }),
        { __typename: "InverterFailure", code: "WRONG_PASSWORD" },
      ],
      [
        "the plant's meter",
        "removeInverter",
        () => ({ inverterId: "first", confirm: "first" }),
        { __typename: "ConfigurationFailure", code: "CONFIGURATION_INVALID", path: "plants[0].meter" },
      ],
      [
        "an id that was not typed again",
        "removeInverter",
        () => ({ inverterId: "second", confirm: "first" }),
        { __typename: "ConfigurationFailure", code: "BAD_INPUT", path: "confirm" },
      ],
    ];

  test.each(refused)("%s", async (_what, name, input, answer) => {
    await using app = await startWith(written());
    expect(await app.change(name, input())).toMatchObject(answer);
    expect(app.text()).toBe(written());
    expect(app.fleet.inverters.map(({ id }) => id)).toEqual(["first", "second"]);
    expect(readdirSync(app.own).flatMap((entry) => (entry === "secrets" ? app.secrets() : []))).toEqual([]);
    expect(auditOf(app.log()).at(-1)).toMatchObject({ action: name, outcome: answer["code"] });
    expect(app.log()).not.toContain("wr0ng");
  });

  test("a url of another scheme, which the audit does not repeat", async () => {
    await using app = await startWith(written());
    const answer = await app.change("testInverter", { url: "htp://wr0ng@inverter", password: "wr0ng" });
    expect(answer).toMatchObject({ __typename: "InverterFailure", code: "BAD_INPUT" });
    expect(auditOf(app.log()).at(-1)).toMatchObject({ action: "testInverter", wanted: { url: "not a url" } });
    expect(app.log()).not.toContain("wr0ng");
  });

  test("a file that is write-protected, aliased, broken on disk, or of a read-only gateway", async () => {
    await using protectedFile = await startWith(written());
    chmodSync(protectedFile.file, 0o440);
    const readOnly = { __typename: "ConfigurationFailure", code: "CONFIGURATION_READ_ONLY" };
    expect(await protectedFile.change("addInverter", added(2))).toMatchObject({
      ...readOnly,
      message: `the configuration can't be changed: ${protectedFile.file} is write-protected: \`chmod u+w\` lets it be changed`,
    });
    expect(protectedFile.secrets()).toEqual([]);
    const keys = `listen: { port: 0 }\nauth: { keys: [{ name: owner, role: ADMIN, hash: "${owner.hash}" }] }\n`;
    const plant = (id: string, inverters: string) =>
      `- { id: ${id}, name: A, timeZone: UTC, inverters: ${inverters} }\n`;
    await using aliased = await startWith(`${keys}plants:\n${plant("other", "&none []")}${plant("home", "*none")}`);
    expect(await aliased.change("addInverter", added(2))).toMatchObject(readOnly);
    expect(aliased.secrets()).toEqual([]);
    await using broken = await startWith(written());
    writeFileSync(broken.file, "plants: [");
    expect(await broken.change("addInverter", added(2))).toMatchObject({ code: "CONFIGURATION_INVALID" });
    expect(broken.text()).toBe("plants: [");
    await using quiet = await startWith(`readOnly: true\n${written()}`);
    expect(await quiet.change("addInverter", added(2))).toMatchObject({ code: "READ_ONLY" });
  });
});

describe("a change that is made", () => {
  test("updateInverter keeps comments, order and what it does not name; the session stays where the connection does", async () => {
    await using app = await startWith(written());
    const before = app.fleet.inverter("second");
    await before?.settled();
    expect(await app.change("updateInverter", { inverterId: "second", name: "Barn", peakPower: 9000 })).toMatchObject({
      inverter: { id: "second", name: "Barn", peakPower: 9000 },
    });
    expect(app.text()).toBe(written().replace("name: Second", "name: Barn").replace("8400", "9000"));
    expect(app.fleet.inverter("second")).toBe(before);
    await app.change("updateInverter", { inverterId: "first", name: "The old one" });
    expect(app.text()).toContain(
      `      - { id: first, name: The old one, url: "${url(0)}", password: { env: FIRST } } # the old one\n`,
    );
    expect(app.text()).toContain("listen: { host: 127.0.0.1, port: 0 }   # only for this machine\n");
  });

  test("what the file names stays, also where the fleet can't follow", async () => {
    await using app = await startWith(written());
    app.changes.connect(app.fleet, () => Promise.reject(new Error("the fleet can't follow")));
    await expect(app.change("addInverter", added(2))).rejects.toThrow('"code":"INTERNAL"');
    const [secret = ""] = app.secrets();
    expect(app.text()).toContain(`{ file: secrets/${secret} }`);
  });

  test("updateInverter from owner to installer and back: each secret in a file of its own, the former one gone", async () => {
    await using app = await startWith(written());
    const login = (secrets: object) =>
      app.change("updateInverter", { inverterId: "second", connection: { url: url(1), ...secrets } });
    expect(await login(installer)).toMatchObject({ __typename: "InverterActionSuccess" });
    expect(app.secrets()).toHaveLength(2);
    expect(app.text()).not.toContain("env: FIRST  # the same");
    expect(await login({ password })).toMatchObject({ __typename: "InverterActionSuccess" });
    expect(app.secrets()).toHaveLength(1);
    expect(
      await ask(app.url, '{ node(id: "second") { ... on Inverter { session { role } } } }', { key: owner.key }),
    ).toEqual({
      data: { node: { session: { role: "USER" } } },
    });
  });

  test("a disabled inverter is not tried, and is away on purpose until it is enabled", async () => {
    await using app = await startWith(written());
    const dead = { url: "http://127.0.0.1:9", password };
    expect(
      await app.change("updateInverter", { inverterId: "second", disabled: true, connection: dead }),
    ).toMatchObject({ inverter: { url: dead.url, availability: { state: "DISABLED" } } });
    expect(
      await app.change("updateInverter", { inverterId: "second", disabled: false, connection: { url: url(1) } }),
    ).toMatchObject({ inverter: { availability: { state: "ONLINE" } } });
    expect(app.text()).not.toContain("disabled");
  });

  test("removeInverter takes out its lines, its session and its secret", async () => {
    await using app = await startWith(written());
    await app.change("addInverter", added(2));
    expect(await app.change("removeInverter", { inverterId: "third", confirm: "third" })).toEqual({
      __typename: "RemoveInverterSuccess",
      id: "third",
    });
    expect(app.text()).toBe(written());
    expect(app.secrets()).toEqual([]);
    expect(app.fleet.inverter("third")).toBeUndefined();
  });

  test("into an empty plant, and the last one out of it", async () => {
    const empty = `listen: { port: 0 }\nauth: { keys: [{ name: owner, role: ADMIN, hash: "${owner.hash}" }] }\nplants: [{ id: home, name: Home, timeZone: UTC, inverters: [] }] # none yet\n`;
    await using app = await startWith(empty);
    expect(await app.change("addInverter", added(0))).toMatchObject({ __typename: "InverterActionSuccess" });
    expect(await app.change("removeInverter", { inverterId: "third", confirm: "third" })).toMatchObject({
      id: "third",
    });
    expect(app.text()).toContain("inverters: []");
    expect(app.text()).toContain("# none yet");
  });

  test("into the example of a plant without inverters, which is the smallest configuration", async () => {
    const example = readFileSync(new URL("../examples/empty-plant.yaml", import.meta.url), "utf8");
    await using app = await startWith(example.replace("port: 4000", "port: 0"));
    expect(await app.change("addInverter", added(0))).toMatchObject({
      __typename: "InverterActionSuccess",
      inverter: { id: "third", availability: { state: "ONLINE" } },
    });
    expect(app.text()).toContain("    inverters:\n      - { id: third, name: Third, url: ");
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, smallest = ""] = /^```yaml\n(plants:[^`]*\[\][^`]*)```$/m.exec(readme) ?? [];
    await using documented = await startWith(`listen: { port: 0 }\n${smallest}`);
    expect(await documented.change("addInverter", added(1))).toMatchObject({ __typename: "InverterActionSuccess" });
  });

  test("setDevicePassword puts the new password where this program keeps it", async () => {
    const own = await startSimulator({ password, time: summerNoon, rounds: 1000 });
    await using app = await startWith(written());
    await app.change("addInverter", added(0, { connection: { url: own.url, password } }));
    const changed = { inverterId: "third", newPassword: "rain-and-snow" };
    expect(await app.change("setDevicePassword", changed)).toMatchObject({ warning: null });
    const [secret = ""] = app.secrets();
    expect(readFileSync(join(app.own, "secrets", secret), "utf8")).toBe("rain-and-snow\n");
    const { data } = await ask(app.url, '{ node(id: "third") { ... on Inverter { session { authenticated } } } }', {
      key: owner.key,
    });
    expect(data).toEqual({ node: { session: { authenticated: true } } });
    await own.close();
  });
});

describe("an https inverter", () => {
  let front: Server;
  let https: string;
  let fingerprint: string;

  beforeAll(async () => {
    const pem = (name: string): string => readFileSync(new URL(`example/tls/${name}.pem`, import.meta.url), "utf8");
    const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { authorization, "content-type": type } = request.headers;
      const body = await text(request);
      const answer = await fetch(`${url(0)}${request.url ?? ""}`, {
        method: request.method ?? "GET",
        headers: { ...(authorization && { authorization }), ...(type && { "content-type": type }) },
        ...(body !== "" && { body }),
      });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
      response.end(await answer.text());
    };
    front = createServer({ cert: pem("cert"), key: pem("key") }, (request, response) => void pass(request, response));
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    https = `https://127.0.0.1:${(front.address() as AddressInfo).port}`;
  });
  afterAll(() => front.close());

  test("is not trusted until the fingerprint that the failure tells is pinned", async () => {
    await using app = await startWith(written());
    const shown = await app.change("testInverter", { url: https, password });
    expect(shown).toMatchObject({ __typename: "CertificateFailure", code: "CERTIFICATE_NOT_TRUSTED" });
    fingerprint = String(shown["fingerprint256"]);
    const unpinned = added(0, { connection: { url: https, password } });
    expect(await app.change("addInverter", unpinned)).toMatchObject({
      __typename: "CertificateFailure",
      fingerprint256: fingerprint,
    });
    const other = added(0, { connection: { url: https, password, fingerprint256: "00".repeat(32) } });
    expect(await app.change("addInverter", other)).toMatchObject({ __typename: "CertificateFailure" });
    expect(app.text()).toBe(written());
    const pinned = added(0, { connection: { url: https, password, fingerprint256: fingerprint } });
    expect(await app.change("addInverter", pinned)).toMatchObject({
      inverter: { url: https, availability: { state: "ONLINE" } },
    });
    expect(await app.change("updateInverter", { inverterId: "third", connection: { url: https } })).toMatchObject({
      __typename: "InverterActionSuccess",
    });
    expect(app.text()).toContain(`tls: { fingerprint256: ${fingerprint} }`);
  });
});

describe("a change of the file on disk", () => {
  test("is taken over: inverters come and go, a revoked key is refused", async () => {
    await using app = await startWith(written());
    const names = async (key: string) => ask(app.url, "{ inverters { name } }", { key });
    expect(await names(panel.key)).toEqual({ data: { inverters: [{ name: "First" }, { name: "Second" }] } });
    const text = written()
      .replace(/ *- { name: panel.*\n/, "")
      .replace("name: Second", "name: Zweiter");
    writeFileSync(app.file, text);
    await app.changes.reload();
    expect(await names(panel.key)).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    expect(await names(owner.key)).toEqual({ data: { inverters: [{ name: "First" }, { name: "Zweiter" }] } });
  });

  test("that is broken leaves everything as it was, and tells line and key once", async () => {
    await using app = await startWith(written());
    writeFileSync(app.file, written().replace("timeZone: Europe/Berlin", "timeZone: Berlin"));
    await app.changes.reload();
    await app.changes.reload();
    const told = app
      .log()
      .split("\n")
      .filter((line) => line.includes("what runs stays as it was"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("gateway.yaml:11:15: plants[0].timeZone: expected an IANA time zone");
    expect(app.fleet.inverters).toHaveLength(2);
    writeFileSync(app.file, written());
    await app.changes.reload();
    expect(await app.change("updateInverter", { inverterId: "second", name: "Barn" })).toMatchObject({
      inverter: { name: "Barn" },
    });
  });
});
