import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@plenticore/core";
import { afterAll, describe, expect, test } from "vitest";
import { readConfiguration } from "../src/config/load.ts";
import { ConfigurationError, describeMistake } from "../src/config/mistakes.ts";
import { defaultLimits } from "../src/limits/limits.ts";

const folder = mkdtempSync(join(tmpdir(), "plenticore-configuration-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "garage"), "pass phrase\n");
writeFileSync(join(folder, "empty"), "\n");

const read = (text: string, more: { env?: Record<string, string>; host?: string; port?: number } = {}) =>
  readConfiguration(text, { file: join(folder, "gateway.yaml"), env: {}, ...more });

/** The mistakes as users read them, without the folder. */
function mistakesOf(text: string, more: Parameters<typeof read>[1] = {}): string[] {
  try {
    read(text, more);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes.map((mistake) => describeMistake(mistake).replace(`${folder}/`, ""));
  }
}

const plant = (inverter: string): string => `plants:
  - id: home
    name: Home
    timeZone: Europe/Berlin
    inverters:
      - ${inverter}
`;
const garage = '{ id: garage, name: Garage, url: "http://192.168.1.50", password: x }';

test("the file of the design, read whole", () => {
  const config = read(
    `
listen: { host: 127.0.0.1, port: 4000 }
auth:
  keys:
    - { name: panel, role: VIEWER, key: { env: PANEL_KEY }, plants: [home] }
    - { name: admin, role: ADMIN, hash: "sha256:${"ab".repeat(32)}" }
readOnly: false
plants:
  - id: home
    name: Home
    timeZone: Europe/Berlin
    meter: garage
    inverters:
      - { id: garage, name: Garage, url: "http://192.168.1.50", password: { file: garage }, peakPower: 9800 }
      - { id: barn, name: Barn, url: "https://192.168.1.51/", masterKey: { env: MK }, serviceCode: { env: SC }, tls: { fingerprint256: "${"AB:".repeat(31)}CD" } }
`,
    { env: { PANEL_KEY: "panel-key", MK: "master", SC: "service" } },
  );
  expect(config.listen).toEqual({
    host: "127.0.0.1",
    port: 4000,
    tls: undefined,
    corsOrigins: [],
    trustProxy: false,
  });
  expect(config.keys?.map(({ name, role, plants }) => ({ name, role, plants }))).toEqual([
    { name: "panel", role: "VIEWER", plants: new Set(["home"]) },
    { name: "admin", role: "ADMIN", plants: undefined },
  ]);
  expect(Buffer.from(config.keys?.[1]?.digest ?? []).toString("hex")).toBe("ab".repeat(32));
  expect(config.fleet).toEqual({
    readOnly: false,
    plants: [
      {
        id: "home",
        name: "Home",
        timeZone: "Europe/Berlin",
        meter: { inverter: "garage", invert: false },
        inverters: [
          {
            id: "garage",
            name: "Garage",
            url: "http://192.168.1.50",
            credentials: { user: "user", password: new Secret("pass phrase") },
            peakPower: 9800,
          },
          {
            id: "barn",
            name: "Barn",
            url: "https://192.168.1.51",
            credentials: { user: "master", masterKey: new Secret("master"), serviceCode: new Secret("service") },
            tls: { fingerprint256: `${"AB:".repeat(31)}CD` },
          },
        ],
      },
    ],
  });
});

test("limits of live values, each with its default", () => {
  const { limits, fastestPaceSeconds } = read(
    `${plant(garage)}limits: { sockets: 5, stallSeconds: 2, fastestPaceSeconds: 0.5 }`,
  );
  expect(limits).toEqual({ ...defaultLimits, sockets: 5, stallSeconds: 2 });
  expect(fastestPaceSeconds).toBe(0.5);
  expect(mistakesOf(`${plant(garage)}limits: { sockets: 0, fastestPaceSeconds: 0.01, other: 1 }`)).toEqual([
    expect.stringContaining("limits.sockets: expected at least 1"),
    expect.stringContaining("limits.fastestPaceSeconds: expected at least 0.1"),
    expect.stringContaining("other"),
  ]);
});

test("what an inverter may have besides", () => {
  const { fleet } = read(
    plant(
      '{ id: barn, name: Barn, url: "https://barn.local:8443", password: p, tls: { insecure: true }, readOnly: true, disabled: true, eventTime: utc, updatePaths: { status: /a/status, start: /a/start }, timeoutMs: 5000 }',
    ),
  );
  expect(fleet.plants[0]?.inverters[0]).toEqual({
    id: "barn",
    name: "Barn",
    url: "https://barn.local:8443",
    credentials: { user: "user", password: new Secret("p") },
    tls: { insecure: true },
    readOnly: true,
    disabled: true,
    eventTime: "utc",
    updatePaths: { status: "/a/status", start: "/a/start" },
    timeoutMs: 5000,
  });
});

test("the command line's host and port come before the file's", () => {
  const { listen } = read(`listen: { host: 0.0.0.0, port: 1 }\n${plant(garage)}`, { host: "::1", port: 0 });
  expect(listen).toMatchObject({ host: "::1", port: 0 });
});

test.each([
  "cors: { origins: [https://panel.example] }\ntrustProxy: true",
  "listen: { cors: { origins: [https://panel.example] }, trustProxy: true }",
])("cors and trustProxy stand at the top or under listen: %s", (text) => {
  expect(read(`${text}\n${plant(garage)}`).listen).toMatchObject({
    corsOrigins: ["https://panel.example"],
    trustProxy: true,
  });
});

describe("mistakes are told with line, column and key", () => {
  test.each<[given: string, want: string[]]>([
    ["", ["gateway.yaml:1:1: the file is empty: it needs plants"]],
    ["# nothing yet", ["gateway.yaml:1:1: the file is empty: it needs plants"]],
    [
      "listen: { tls: { cert: { file: tls.crt }, key: { file: tls.key } } }\nplants: []",
      [
        "gateway.yaml:1:24: listen.tls.cert: expected a text",
        "gateway.yaml:1:48: listen.tls.key: expected a text",
        "gateway.yaml:2:9: plants: expected at least one plant; its inverters may be []",
      ],
    ],
    [
      // Found by four parts of the program, one after the other; told from the top to the bottom.
      `cors: { origins: ["*"] }
limits: { sockets: 0 }
${plant('{ id: home, name: Garage, url: "http://192.168.1.50", password: { env: NOT_SET } }')}readOnly: maybe
limit: 1
`,
      [
        'gateway.yaml:1:19: cors.origins[0]: without auth "*" would make every web page ADMIN: name the origins',
        "gateway.yaml:2:20: limits.sockets: expected at least 1",
        "gateway.yaml:8:15: plants[0].inverters[0].id: the id is taken by plants[0].id: plants and inverters share one namespace",
        "gateway.yaml:8:73: plants[0].inverters[0].password: the environment variable NOT_SET is not set",
        "gateway.yaml:9:11: readOnly: expected true or false",
        "gateway.yaml:10:1: limit: unknown key; did you mean limits?",
      ],
    ],
    ["plants: []", ["gateway.yaml:1:9: plants: expected at least one plant; its inverters may be []"]],
    ["- a\n- b", ["gateway.yaml:1:1: expected a mapping"]],
    ["plants: [", ["gateway.yaml:1:10: the indentation does not fit, or a bracket is not closed"]],
    [
      "plants:\n  - id: home\n   name: Home",
      [
        "gateway.yaml:3:1: check the indentation: this line begins under none of the keys above it; those of one mapping begin in the same column",
      ],
    ],
    [
      "plants:\n  - id: home\n     name: Home",
      [
        "gateway.yaml:2:9: check the indentation of the line after it; or put a value that holds a colon and a blank into quotes",
      ],
    ],
    [
      'a: "b',
      [
        "gateway.yaml:1:6: a character is missing here: a closing quote or bracket, a comma, or the blank after a colon",
      ],
    ],
    [
      "a:1\nb: 2",
      ["gateway.yaml:1:1: the blank after a colon is missing, or the indentation of the line after it does not fit"],
    ],
    ["a: { id: x name: y }", ["gateway.yaml:1:10: a comma is missing here, or a bracket is not closed"]],
    ["a: 1\na: 2", ["gateway.yaml:2:1: this key stands twice in the same mapping"]],
    ["a:\n\t- b", ["gateway.yaml:2:1: tabs can't indent YAML: use blanks"]],
    [`plant:\n${plant(garage)}`, ["gateway.yaml:1:1: plant: unknown key; did you mean plants?"]],
    [
      plant('{ id: garage, name: Garage, url: "http://192.168.1.50", pasword: x }'),
      [
        "gateway.yaml:6:9: plants[0].inverters[0]: expected either password (plant owner) or masterKey with serviceCode (installer)",
        "gateway.yaml:6:65: plants[0].inverters[0].pasword: unknown key; did you mean password?",
      ],
    ],
    [
      plant(garage).replace("Europe/Berlin", "Europe/Berln"),
      ["gateway.yaml:4:15: plants[0].timeZone: expected an IANA time zone like Europe/Berlin"],
    ],
    [
      plant(garage).replace("Europe/Berlin", '"+02:00"'),
      ["gateway.yaml:4:15: plants[0].timeZone: expected an IANA time zone like Europe/Berlin"],
    ],
    [
      plant('{ id: home, name: Garage, url: "http://192.168.1.50", password: x }'),
      [
        "gateway.yaml:6:15: plants[0].inverters[0].id: the id is taken by plants[0].id: plants and inverters share one namespace",
      ],
    ],
    ...["http://192.168.1.50:80", "HTTP://192.168.1.50/", "https://192.168.1.50"].map((url): [string, string[]] => [
      `${plant(garage)}      - { id: barn, name: Barn, url: "${url}", password: x }\n`,
      [
        'gateway.yaml:7:38: plants[0].inverters[1].url: "garage" has this address already: an inverter is configured once',
      ],
    ]),
    [
      `${plant(garage)}${plant(garage).replace("plants:\n", "").replace("id: home", "id: away").replace("garage", "barn")}`,
      [
        'gateway.yaml:11:40: plants[1].inverters[0].url: "garage" has this address already: an inverter is configured once',
      ],
    ],
    [`${plant(garage)}      - { id: barn, name: Barn, url: "http://192.168.1.50:8080", password: x }\n`, []],
    [
      plant('{ id: 1, name: Garage, url: "http://192.168.1.50", password: 1234 }'),
      [
        "gateway.yaml:6:15: plants[0].inverters[0].id: expected a text: put the value into quotes",
        "gateway.yaml:6:70: plants[0].inverters[0].password: expected a text in quotes, { env: NAME } or { file: PATH }",
      ],
    ],
    [
      plant('{ id: garage, url: "http://192.168.1.50", password: }'),
      [
        "gateway.yaml:6:9: plants[0].inverters[0].name: is missing: expected a text",
        "gateway.yaml:6:61: plants[0].inverters[0].password: expected a text in quotes, { env: NAME } or { file: PATH }",
      ],
    ],
    [
      plant('{ id: garage, name: Garage, url: "http://192.168.1.50", password: x, masterKey: y, serviceCode: z }'),
      [
        "gateway.yaml:6:9: plants[0].inverters[0]: expected either password (plant owner) or masterKey with serviceCode (installer)",
      ],
    ],
    [
      plant('{ id: garage, name: Garage, url: "http://192.168.1.50", password: x, serviceCode: z }'),
      ["gateway.yaml:6:91: plants[0].inverters[0].serviceCode: goes with masterKey only"],
    ],
    [
      plant(garage).replace("http:", "https:"),
      [
        "gateway.yaml:6:9: plants[0].inverters[0].tls: an https url needs tls.fingerprint256 of the inverter's certificate, or tls.insecure: true",
      ],
    ],
    [
      plant(garage).replace("password: x", "password: x, tls: { insecure: true }"),
      ["gateway.yaml:6:83: plants[0].inverters[0].tls: goes with an https url only"],
    ],
    [
      plant(garage).replace("http:", "https:").replace("password: x", "password: x, tls: { insecure: false }"),
      ["gateway.yaml:6:96: plants[0].inverters[0].tls.insecure: expected true"],
    ],
    ...["192.168.1.50", "ftp://x", "http://u:p@x", "http://x/api/v1", "http://x?y", "http://"].map(
      (url): [string, string[]] => [
        plant(garage).replace("http://192.168.1.50", url),
        [
          expect.stringMatching(
            /^gateway.yaml:6:42: plants\[0\].inverters\[0\].url: (expected|a url must not)/,
          ) as string,
        ],
      ],
    ),
    [
      plant(garage).replace("    inverters:", "    meter: barn\n    inverters:"),
      ["gateway.yaml:5:12: plants[0].meter: is none of this plant's inverters"],
    ],
    [
      `auth: { keys: [{ name: a, role: BOSS, key: k }, { name: a, role: ADMIN }, { name: b, role: ADMIN, key: k, plants: [x] }] }\n${plant(garage)}`,
      [
        "gateway.yaml:1:33: auth.keys[0].role: expected one of VIEWER, OPERATOR, ADMIN",
        "gateway.yaml:1:49: auth.keys[1]: expected either key or hash",
        "gateway.yaml:1:57: auth.keys[1].name: the name is taken by auth.keys[0].name",
        "gateway.yaml:1:116: auth.keys[2].plants[0]: there is no such plant",
      ],
    ],
    [
      `auth: { keys: [{ name: a, role: VIEWER, key: k }, { name: b, role: ADMIN, key: k }] }\n${plant(garage)}`,
      ["gateway.yaml:1:51: auth.keys[1]: is the same key as auth.keys[0]"],
    ],
    [
      `auth: { keys: [{ name: a, role: ADMIN, hash: "sha256:abc" }] }\n${plant(garage)}`,
      [
        "gateway.yaml:1:46: auth.keys[0].hash: expected sha256: and 64 hex digits, as `plenticore-gateway key new` prints them",
      ],
    ],
    [
      `listen: { host: 0.0.0.0, port: 70000, cors: { origins: [https://a.example/x] } }\n${plant(garage)}`,
      [
        "gateway.yaml:1:17: listen.host: without auth only a loopback address like 127.0.0.1 may be listened on",
        "gateway.yaml:1:32: listen.port: expected 0 to 65535",
        'gateway.yaml:1:57: listen.cors.origins[0]: expected an origin like "https://panel.example", or "*"',
      ],
    ],
    [
      `trustProxy: true\nlisten: { trustProxy: true, tls: { cert: nowhere.pem, key: empty } }\n${plant(garage)}`,
      [
        "gateway.yaml:2:23: listen.trustProxy: stands at the top already",
        "gateway.yaml:2:42: listen.tls.cert: can't read the file nowhere.pem: there is no such file",
        "gateway.yaml:2:60: listen.tls.key: the file empty is empty",
      ],
    ],
    [
      plant(garage).replace("password: x", "password: { env: GARAGE }"),
      ["gateway.yaml:6:75: plants[0].inverters[0].password: the environment variable GARAGE is not set"],
    ],
    [
      plant(garage).replace("password: x", "password: { file: nowhere }"),
      ["gateway.yaml:6:75: plants[0].inverters[0].password: can't read the file nowhere: there is no such file"],
    ],
    [
      plant(garage).replace("password: x", "password: { file: . }"),
      ["gateway.yaml:6:75: plants[0].inverters[0].password: can't read the file .: it is a folder"],
    ],
    [
      plant(garage).replace("password: x", "password: { file: garage, env: X }"),
      [
        "gateway.yaml:6:75: plants[0].inverters[0].password: expected a text in quotes, { env: NAME } or { file: PATH }",
      ],
    ],
  ])("%j", (given, want) => {
    expect(mistakesOf(given)).toEqual(want);
  });

  test("a host of the command line is told without a line of the file that does not hold it", () => {
    expect(mistakesOf(plant(garage), { host: "0.0.0.0" })).toEqual([
      "--host: without auth only a loopback address like 127.0.0.1 may be listened on",
    ]);
  });
});

const secret = "hunter2";

describe("no mistake repeats a value, which might be a secret in the wrong place", () => {
  test.each([
    `plants: "${secret}`,
    `plants: !${secret} x`,
    `plants: *${secret}`,
    `plants: @${secret}`,
    `plants: "${secret}" ${secret}`,
    `plants: ${secret}`,
    `plants: "\\${secret}"`,
    `listen: { host: "${secret} ", port: ${secret} }\n${plant(garage)}`,
    plant(garage).replace("http://192.168.1.50", `http://u:${secret}@x`),
    plant(garage).replace("http://192.168.1.50", secret),
    plant(garage).replace(
      "password: x",
      `password: { env: X }, eventTime: ${secret}, tls: { fingerprint256: ${secret} }`,
    ),
    `auth: { keys: [{ name: a, role: ${secret}, hash: ${secret} }] }\n${plant(garage)}`,
    plant(garage).replace("Europe/Berlin", secret),
  ])("%j", (given) => {
    const mistakes = mistakesOf(given);
    expect(mistakes).not.toEqual([]);
    expect(mistakes.join("\n")).not.toContain(secret);
  });
});

test("a file that expands without end is refused", () => {
  const lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (let index = 1; index < 9; index += 1) {
    const [from, to] = [String.fromCharCode(96 + index), String.fromCharCode(97 + index)];
    lines.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(", ")}]`);
  }
  expect(mistakesOf(lines.join("\n"))).toEqual(["gateway.yaml:1:1: too many aliases"]);
});

test("where each secret is kept is known, without its value", () => {
  const others = `      - { id: barn, name: Barn, url: "http://192.168.1.51", masterKey: { env: MK }, serviceCode: { file: garage } }
      - { id: shed, name: Shed, url: "http://192.168.1.52", password: { file: garage } }
`;
  const { secretPlaces } = read(`${plant(garage)}${others}`, { env: { MK: "master" } });
  expect([...secretPlaces]).toEqual([
    ["garage", { password: `plants[0].inverters[0].password of ${join(folder, "gateway.yaml")}` }],
    ["barn", { masterKey: "the environment variable MK", serviceCode: "the file garage" }],
    ["shed", { password: "the file garage" }],
  ]);
});
