import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "@plenticore/simulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "./example/ask.ts";
import { RunningCli, runCli } from "./example/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "plenticore-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const secrets = { password: "grep-me-password", wrong: "grep-me-wrong", key: "grep-me-key" };

/** A configuration file; each url becomes an inverter. */
function configuration(name: string, inverters: readonly string[], top = ""): string {
  const file = join(folder, name);
  const list = inverters.map((inverter) => `      - ${inverter}\n`).join("");
  writeFileSync(
    file,
    `${top}plants:\n  - id: home\n    name: Home\n    timeZone: Europe/Berlin\n    inverters:\n${list || "      []\n"}`,
  );
  return file;
}

describe("what is wrong is told in one line with a stable code, and the status is not 0", () => {
  let occupied: ReturnType<typeof createServer>;
  let port: number;
  beforeAll(async () => {
    occupied = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => occupied.once("listening", resolve));
    ({ port } = occupied.address() as AddressInfo);
  });
  afterAll(() => occupied.close());

  const garage = '{ id: garage, name: Garage, url: "http://127.0.0.1:9", password: ';
  const cases: [what: string, args: () => string[], lines: RegExp[]][] = [
    ["no command", () => [], [/^error BAD_INPUT: a command is missing: --help lists them$/]],
    ["an unknown command", () => ["serv"], [/^error BAD_INPUT: unknown command 'serv' \(Did you mean serve\?\)$/]],
    [
      "an unknown flag",
      () => ["serve", "--prot", "1"],
      [/^error BAD_INPUT: unknown option '--prot' \(Did you mean --port\?\)$/],
    ],
    ["an unknown flag of demo", () => ["demo", "--profile", "x"], [/^error BAD_INPUT: unknown option '--profile'/]],
    ["too many arguments", () => ["schema", "x"], [/^error BAD_INPUT: too many arguments/]],
    ["half a command", () => ["key"], [/^error BAD_INPUT: a command is missing/]],
    [
      "a port that is none",
      () => ["demo", "--port", "http"],
      [/^error BAD_INPUT: option '--port <port>' argument 'http' is invalid/],
    ],
    [
      "too many inverters",
      () => ["demo", "--inverters", "0"],
      [
        /^error BAD_INPUT: option '--inverters <count>' argument '0' is invalid. Expected a whole number from 1 to 100.$/,
      ],
    ],
    [
      "an unknown log level",
      () => ["demo", "--log-level", "all"],
      [/^error BAD_INPUT: .*Allowed choices are debug, info, warn, error/],
    ],
    [
      "no configuration",
      () => ["serve"],
      [/^error CONFIGURATION_INVALID: no configuration is given: name a file with --config FILE or PLENTICORE_CONFIG/],
    ],
    [
      "a configuration that is not there",
      () => ["check", "--config", join(folder, "nowhere.yaml")],
      [/^error CONFIGURATION_INVALID: \S+nowhere.yaml: can't read it: there is no such file$/],
    ],
    [
      "mistakes in the configuration, all at once",
      () => [
        "serve",
        "--config",
        configuration("mistakes.yaml", [`${garage}${secrets.password}, peakPowr: 1 }`], "readonly: true\n"),
      ],
      [
        /^error CONFIGURATION_INVALID: \S+mistakes.yaml:1:1: readonly: unknown key; did you mean readOnly\?$/,
        /^error CONFIGURATION_INVALID: \S+mistakes.yaml:7:92: plants\[0\].inverters\[0\].peakPowr: unknown key; did you mean peakPower\?$/,
      ],
    ],
    [
      "a missing password file",
      () => ["serve", "--config", configuration("file.yaml", [`${garage}{ file: garage.secret } }`])],
      [
        /^error CONFIGURATION_INVALID: \S+file.yaml:6:74: plants\[0\].inverters\[0\].password: can't read the file garage.secret: there is no such file$/,
      ],
    ],
    [
      "a missing environment variable",
      () => ["check", "--config", configuration("env.yaml", [`${garage}{ env: NOT_SET } }`])],
      [
        /^error CONFIGURATION_INVALID: \S+env.yaml:6:74: plants\[0\].inverters\[0\].password: the environment variable NOT_SET is not set$/,
      ],
    ],
    [
      "an open address without keys",
      () => ["serve", "--host", "0.0.0.0", "--config", configuration("open.yaml", [])],
      [/^error CONFIGURATION_INVALID: --host: without auth only a loopback address/],
    ],
    [
      "an occupied port",
      () => ["serve", "--port", String(port), "--config", configuration("port.yaml", [])],
      [
        /^error CONFIGURATION_INVALID: can't listen on 127.0.0.1:\d+: another program listens there; choose another with --port or listen.port$/,
      ],
    ],
    [
      "an occupied port of the demo",
      () => ["demo", "--port", String(port)],
      [/^error CONFIGURATION_INVALID: can't listen on/],
    ],
    [
      "an address of another machine",
      () => ["demo", "--host", "192.0.2.1", "--port", "0"],
      [/^error CONFIGURATION_INVALID: can't listen on 192.0.2.1: the demo has no keys/],
    ],
    [
      "a mistyped flag with a secret, which is not repeated",
      () => ["serve", "--pasword=hunter2"],
      [/^error BAD_INPUT: unknown option '--pasword=…'/],
    ],
    [
      "a certificate that is none",
      () => {
        writeFileSync(join(folder, "cert.pem"), "none");
        return [
          "serve",
          "--config",
          configuration("tls.yaml", [], "listen: { port: 0, tls: { cert: cert.pem, key: cert.pem } }\n"),
        ];
      },
      [/^error CONFIGURATION_INVALID: .*tls.yaml:1:25: listen.tls: the files hold no usable certificate and key$/],
    ],
  ];

  // All start a process at once, which on a busy machine takes its time.
  test.concurrent.each(cases)(
    "%s",
    async (_what, args, want) => {
      const { status, out, err } = await runCli(args());
      const lines = err.trimEnd().split("\n");
      expect(lines).toEqual(want.map((line) => expect.stringMatching(line) as string));
      expect(status).toBe(1);
      expect(out).toBe("");
      expect(err).not.toMatch(/^\s+at |node:|grep-me/m);
    },
    120_000,
  );
});

test("--help names the commands, on the standard output", async () => {
  const { status, out, err } = await runCli(["--help"]);
  expect(status).toBe(0);
  expect(err).toBe("");
  for (const name of ["serve", "demo", "check", "schema", "key"]) expect(out).toContain(name);
});

test("--version prints the package's version", async () => {
  const { status, out } = await runCli(["--version"]);
  expect({ status, out }).toEqual({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
});

test("schema prints schema.graphql", async () => {
  const { status, out } = await runCli(["schema"]);
  expect(status).toBe(0);
  expect(out).toBe(readFileSync(new URL("../schema.graphql", import.meta.url), "utf8"));
});

test("key new prints a key and the hash that the configuration takes", async () => {
  const { status, out, err } = await runCli(["key", "new"]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  const [, key = "", hash] = /^key: (\S{43})\nhash: (sha256:[0-9a-f]{64})\n/.exec(out) ?? [];
  expect(hash).toBe(`sha256:${createHash("sha256").update(key).digest("hex")}`);
});

describe("demo", () => {
  const overview =
    "{ inverters { id name availability { state } version { swVersion } live { observedAt power { solar home grid battery } strings { index power } battery { stateOfCharge } } } }";

  test("answers for three inverters, all ONLINE at the first query, one with a battery, and ends clean", async () => {
    await using demo = new RunningCli(["demo", "--port", "0", "--log-level", "info"]);
    const url = await demo.url();
    // What most people want comes first.
    expect(/https?:\/\/\S+/.exec(demo.out)?.[0]).toBe(`${url}/`);
    const { data, errors } = await ask(url, overview);
    expect(errors).toBeUndefined();
    const inverters = data?.["inverters"] as {
      availability: { state: string };
      live: { power: { solar: number }; battery: object | null };
    }[];
    expect(inverters.map(({ availability }) => availability.state)).toEqual(["ONLINE", "ONLINE", "ONLINE"]);
    expect(inverters.map(({ live }) => live.battery === null)).toEqual([false, true, true]);
    for (const { live } of inverters) expect(live.power.solar).toBeGreaterThan(10);
    const [query] = /\{"query":"[^']*"\}/.exec(demo.out) ?? [];
    expect(JSON.parse(query ?? "")).toEqual({ query: overview });
    const { status, err } = await demo.stop("SIGINT");
    expect(status).toBe(0);
    const logged = err
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { message: string }).message);
    expect([logged[0], ...logged.slice(1, -2).sort(), ...logged.slice(-2)]).toEqual([
      "listening",
      "barn is ONLINE",
      "garage is ONLINE",
      "house is ONLINE",
      "closing",
      "closed",
    ]);
  });

  test("--inverters 5 starts the kinds in turn, four in a house", async () => {
    await using demo = new RunningCli(["demo", "--port", "0", "--inverters", "5"]);
    expect(await ask(await demo.url(), "{ inverters { id } plants { live { expected } } }")).toEqual({
      data: {
        inverters: ["house", "barn", "garage", "shed", "house-2"].map((id) => ({ id })),
        plants: [{ live: { expected: 4 } }, { live: { expected: 1 } }],
      },
    });
    expect((await demo.stop("SIGTERM")).status).toBe(0);
  });

  test("what can't be changed in it tells why, and what to do", async () => {
    await using demo = new RunningCli(["demo", "--port", "0", "--inverters", "1"]);
    const remove = `mutation { removeInverter(input: { inverterId: "house", confirm: "house" }) {
      ... on ConfigurationFailure { code message } } }`;
    expect((await ask(await demo.url(), remove)).data?.["removeInverter"]).toEqual({
      code: "CONFIGURATION_READ_ONLY",
      message:
        "the configuration can't be changed: the demo's is in no file; run `plenticore-gateway serve --config FILE` with a file of your own",
    });
  });
});

test("--insecure-no-auth lets everybody in on any address, and says so loudly, whatever the log level", async () => {
  const file = configuration("open.yaml", []);
  const args = ["--config", file, "--insecure-no-auth"];
  await using running = new RunningCli(["serve", ...args, "--host", "0.0.0.0", "--port", "0", "--log-level", "error"]);
  const url = await running.url();
  expect(await ask(url, "{ viewer { role } }")).toEqual({ data: { viewer: { role: "ADMIN" } } });
  expect(running.out).toContain("WITHOUT AUTHENTICATION (--insecure-no-auth), listening on 0.0.0.0");
  const line = running.err.split("\n").find((one) => one.includes('"message":"WITHOUT AUTHENTICATION: everybody'));
  expect(JSON.parse(line ?? "")).toMatchObject({ level: "warn", host: "0.0.0.0" });
  await running.stop();
  await using local = new RunningCli(["serve", ...args, "--port", "0"]);
  await local.url();
  expect(local.out + local.err).not.toContain("WITHOUT AUTHENTICATION");
});

test("check takes --insecure-no-auth as serve does, and its help tells what it does there", async () => {
  const file = configuration("to-be-open.yaml", [], "listen: { host: 0.0.0.0 }\n");
  const strict = await runCli(["check", "--config", file]);
  expect([strict.status, strict.err]).toEqual([
    1,
    expect.stringContaining("listen.host: without auth only a loopback"),
  ]);
  expect((await runCli(["check", "--config", file, "--insecure-no-auth"])).status).toBe(0);
  const { out } = await runCli(["check", "--help"]);
  expect(out.replaceAll(/\s+/g, " ")).toContain("find nothing wrong with an address that others reach without auth");
  expect(out).not.toContain("let everybody in");
});

describe("with inverters", () => {
  test("check tells what each is, or why it fails", async () => {
    await using good = await startSimulator({ password: secrets.password, rounds: 1000 });
    await using installer = await startSimulator({ masterKey: secrets.key, serviceCode: "1234", rounds: 1000 });
    const rows = [
      `{ id: garage, name: Garage, url: "${good.url}", password: ${secrets.password} }`,
      `{ id: barn, name: Barn, url: "${installer.url}", masterKey: ${secrets.key}, serviceCode: "1234" }`,
    ];
    const passed = await runCli(["check"], { PLENTICORE_CONFIG: configuration("good.yaml", rows) });
    expect(passed.err).toBe("");
    expect(passed.out.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^id +url +state +model +firmware +role or reason$/),
      expect.stringMatching(/^garage +http:\S+ +ONLINE +PLENTICORE plus.* +01\.26\.09454 +USER$/),
      expect.stringMatching(/^barn +http:\S+ +ONLINE +PLENTICORE plus.* +01\.26\.09454 +INSTALLER$/),
    ]);
    expect(passed.status).toBe(0);
    expect(good.stats()).toMatchObject({ logins: 1, logouts: 1, activeSessions: 0 });

    await using other = await startSimulator({ password: secrets.password, rounds: 1000 });
    rows.push(
      `{ id: shed, name: Shed, url: "${other.url}", password: ${secrets.wrong} }`,
      '{ id: attic, name: Attic, url: "http://127.0.0.1:9", password: x, disabled: true }',
    );
    const failed = await runCli(["check", "--config", configuration("bad.yaml", rows)]);
    expect(failed.status).toBe(1);
    expect(failed.out).toMatch(/^shed +http:\S+ +UNAUTHORIZED +- +- +WRONG_PASSWORD: /m);
    expect(failed.out).toMatch(/^attic +http:\S+ +DISABLED +- +- +DISCONNECTED: /m);
    expect(failed.out + failed.err).not.toContain("grep-me");
  });

  test("serve answers with keys, logs no secret, and logs out when it ends", async () => {
    await using device = await startSimulator({ password: secrets.password, rounds: 1000 });
    await using other = await startSimulator({ password: secrets.password, rounds: 1000 });
    writeFileSync(join(folder, "device.secret"), `${secrets.password}\n`);
    const file = configuration(
      "serve.yaml",
      [
        `{ id: garage, name: Garage, url: "${device.url}", password: { file: device.secret } }`,
        `{ id: barn, name: Barn, url: "${other.url}", password: { env: BARN } }`,
      ],
      "auth: { keys: [{ name: panel, role: VIEWER, key: { env: PANEL_KEY } }] }\n",
    );
    const env = { PANEL_KEY: secrets.key, BARN: secrets.wrong };
    await using running = new RunningCli(["serve", "--config", file, "--port", "0", "--log-level", "debug"], env);
    const url = await running.url();
    const query = "{ viewer { name role } inverters { id availability { state code } live { power { solar } } } }";
    expect(await ask(url, query)).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    expect(await ask(url, query, { key: secrets.key })).toMatchObject({
      data: {
        viewer: { name: "panel", role: "VIEWER" },
        inverters: [
          { id: "garage", availability: { state: "ONLINE", code: null } },
          { id: "barn", availability: { state: "UNAUTHORIZED", code: "WRONG_PASSWORD" }, live: null },
        ],
      },
      errors: [{ path: ["inverters", 1, "live"], extensions: { code: "WRONG_PASSWORD", inverterId: "barn" } }],
    });
    expect(await (await fetch(`${url}/readyz`)).text()).toBe('{"status":"ready"}');
    expect(device.stats()).toMatchObject({ logins: 1, activeSessions: 1 });
    const { status, out, err } = await running.stop();
    expect(status).toBe(0);
    expect(device.stats()).toMatchObject({ logouts: 1, activeSessions: 0 });
    expect(err).toContain('"message":"closed"');
    expect(out + err).not.toContain("grep-me");
  });
});
