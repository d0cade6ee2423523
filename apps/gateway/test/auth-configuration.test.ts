import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { inspect } from "node:util";
import { Secret } from "@plenticore/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfiguration } from "../src/config/load.ts";
import { ConfigurationError, describeMistake } from "../src/config/mistakes.ts";
import { RunningConfiguration } from "../src/config/running.ts";
import type { Logger } from "../src/log.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";
import { keySet, pemOf, publicKeys, secret } from "./example/tokens.ts";

const folder = mkdtempSync(join(tmpdir(), "plenticore-auth-"));
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
beforeAll(async () => {
  put("secret", `${secret}\n`);
  put("short", "too-short-to-be-safe");
  put("es.pem", pemOf(publicKeys.ES256));
  put("rs.pem", pemOf(publicKeys.RS256));
  put("weak.pem", pemOf(generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey));
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  put("p384.pem", pemOf(publicKey));
  put("private.pem", privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  put("keys.json", JSON.stringify(await keySet({ one: publicKeys.ES256 })));
  put("private.json", JSON.stringify({ keys: [privateKey.export({ format: "jwk" })] }));
  put("oct.json", JSON.stringify({ keys: [{ kty: "oct", k: secret }] }));
  put("no.json", `{"keys": ${secret}}`);
  put("list.json", "[]");
});
afterAll(() => rmSync(folder, { recursive: true }));

const plants = `plants:
  - { id: home, name: Home, timeZone: Europe/Berlin, inverters: [] }
`;
const common = "issuer: https://login.lan, audience: plenticore";
const withJwt = (keys: string, more = common): string => `auth: { jwt: { ${[keys, more].join(", ")} } }\n${plants}`;

const read = (text: string, env: Record<string, string> = {}) =>
  readConfiguration(text, { file: join(folder, "gateway.yaml"), env });

function mistakesOf(text: string): string[] {
  try {
    read(text, { SECRET: secret });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes.map((mistake) => describeMistake(mistake).replace(`${folder}/gateway.yaml:`, ""));
  }
}

test("tokens with everything that can be configured", () => {
  const jwt = `algorithm: HS256, secret: { file: secret }, leewaySeconds: 5, claims: { role: [realm_access, roles], plants: "https://lan/plants" }, roles: { gw-admin: ADMIN }`;
  expect(read(withJwt(jwt)).jwt).toEqual({
    algorithm: "HS256",
    key: { kind: "secret", secret: new Secret(secret) },
    issuer: "https://login.lan",
    audience: "plenticore",
    leewaySeconds: 5,
    roleClaim: ["realm_access", "roles"],
    roles: new Map([["gw-admin", "ADMIN"]]),
    plantsClaim: ["https://lan/plants"],
    plantsRequired: true,
  });
});

test("tokens with what is needed", () => {
  const config = read(withJwt("algorithm: ES256, publicKey: { file: es.pem }"));
  expect(config.keys).toEqual([]);
  expect(config.jwt).toMatchObject({
    key: { kind: "publicKey", pem: pemOf(publicKeys.ES256).trimEnd() },
    leewaySeconds: 30,
    roleClaim: ["role"],
    roles: undefined,
    plantsClaim: ["plants"],
    plantsRequired: false,
  });
});

test.each([
  ["algorithm: HS256, secret: { env: SECRET }", "secret"],
  [`algorithm: HS256, secret: "${secret}"`, "secret"],
  ["algorithm: RS256, publicKey: { file: rs.pem }", "publicKey"],
  ["algorithm: ES256, jwks: { file: keys.json }", "jwks"],
  ["algorithm: ES256, jwks: { url: https://login.example/keys }", "jwksUrl"],
  ["algorithm: ES256, jwks: { url: http://192.168.1.9/keys }", "jwksUrl"],
  ["algorithm: ES256, jwks: { url: http://login.lan:8080/keys }", "jwksUrl"],
])("keys from %s", (keys, kind) => {
  const { jwt } = read(withJwt(keys), { SECRET: secret });
  expect(jwt?.key.kind).toBe(kind);
  expect(inspect(jwt, { depth: null }) + JSON.stringify(jwt)).not.toContain(secret);
});

describe("mistakes are told by line and key, without what the keys hold", () => {
  test.each<[keys: string, more: string, want: string[]]>([
    ["algorithm: HS256, secret: { file: short }", common, ["1:42: auth.jwt.secret: is shorter than 32 bytes"]],
    [
      "algorithm: HS256, secret: { env: NOWHERE }",
      common,
      ["1:42: auth.jwt.secret: the environment variable NOWHERE is not set"],
    ],
    ["algorithm: none", common, ["1:27: auth.jwt.algorithm: expected one of HS256, RS256, ES256"]],
    [
      "algorithm: HS256, publicKey: { file: es.pem }",
      common,
      ["1:14: auth.jwt: HS256 needs secret", "1:45: auth.jwt.publicKey: does not go with HS256: that needs secret"],
    ],
    [
      "algorithm: RS256, secret: { file: secret }",
      common,
      [
        "1:14: auth.jwt: RS256 needs either publicKey or jwks",
        "1:42: auth.jwt.secret: does not go with RS256: that needs publicKey or jwks",
      ],
    ],
    ["algorithm: ES256", common, ["1:14: auth.jwt: ES256 needs either publicKey or jwks"]],
    [
      "algorithm: ES256, publicKey: { file: es.pem }, jwks: { file: keys.json }",
      common,
      ["1:14: auth.jwt: ES256 needs either publicKey or jwks"],
    ],
    ["algorithm: ES256, publicKey: { file: secret }", common, ["1:45: auth.jwt.publicKey: is no public key in PEM"]],
    [
      "algorithm: ES256, publicKey: { file: private.pem }",
      common,
      ["1:45: auth.jwt.publicKey: is a private key: the gateway needs the public one only"],
    ],
    [
      "algorithm: ES256, publicKey: { file: rs.pem }",
      common,
      ["1:45: auth.jwt.publicKey: is no key for ES256: expected an elliptic curve key on P-256"],
    ],
    [
      "algorithm: ES256, publicKey: { file: p384.pem }",
      common,
      ["1:45: auth.jwt.publicKey: is no key for ES256: expected an elliptic curve key on P-256"],
    ],
    [
      "algorithm: RS256, publicKey: { file: weak.pem }",
      common,
      ["1:45: auth.jwt.publicKey: is no key for RS256: expected RSA with 2048 bits or more"],
    ],
    [
      "algorithm: RS256, jwks: { file: keys.json }",
      common,
      ["1:48: auth.jwt.jwks.file: holds no key for RS256: expected RSA with 2048 bits or more"],
    ],
    [
      "algorithm: ES256, jwks: { file: private.json }",
      common,
      ["1:48: auth.jwt.jwks.file: holds a private key or a secret"],
    ],
    [
      "algorithm: ES256, jwks: { file: oct.json }",
      common,
      ["1:48: auth.jwt.jwks.file: holds a private key or a secret"],
    ],
    ["algorithm: ES256, jwks: { file: no.json }", common, ["1:48: auth.jwt.jwks.file: is no JSON"]],
    [
      "algorithm: ES256, jwks: { file: list.json }",
      common,
      ["1:48: auth.jwt.jwks.file: is no JSON Web Key Set: expected a list `keys`"],
    ],
    [
      "algorithm: ES256, jwks: { file: nowhere }",
      common,
      ["1:48: auth.jwt.jwks.file: can't read the file nowhere: there is no such file"],
    ],
    [
      "algorithm: ES256, jwks: { url: http://login.example/keys }",
      common,
      ["1:47: auth.jwt.jwks.url: http:// is for hosts of the local network only: use https://"],
    ],
    [
      "algorithm: ES256, jwks: { url: file:///etc/passwd }",
      common,
      ['1:47: auth.jwt.jwks.url: expected a url like "https://login.example/jwks.json"'],
    ],
    [
      `algorithm: ES256, jwks: { url: "https://u:${secret}@login.lan/keys" }`,
      common,
      ["1:47: auth.jwt.jwks.url: a url must not hold a user or password"],
    ],
    [
      "algorithm: ES256, jwks: { url: https://a.example, file: keys.json }",
      common,
      ["1:40: auth.jwt.jwks: expected either file or url"],
    ],
    [
      "algorithm: ES256, publicKey: { file: es.pem }",
      "issuer: https://login.lan",
      ["1:14: auth.jwt.audience: is missing: expected a text"],
    ],
    [
      "algorithm: ES256, publicKey: { file: es.pem }",
      `${common}, leewaySeconds: 301`,
      ["1:127: auth.jwt.leewaySeconds: expected 0 to 300 seconds"],
    ],
    [
      "algorithm: ES256, publicKey: { file: es.pem }",
      `${common}, claims: { rolle: x }`,
      ["1:122: auth.jwt.claims.rolle: unknown key; did you mean role?"],
    ],
    [
      "algorithm: ES256, publicKey: { file: es.pem }",
      `${common}, claims: { role: [] }`,
      ["1:128: auth.jwt.claims.role: is empty"],
    ],
    [
      "algorithm: ES256, publicKey: { file: es.pem }",
      `${common}, roles: { admins: ROOT }`,
      ["1:129: auth.jwt.roles.admins: expected one of VIEWER, OPERATOR, ADMIN"],
    ],
  ])("%s, %s", (keys, more, want) => {
    const mistakes = mistakesOf(withJwt(keys, more));
    expect(mistakes).toEqual(want);
    expect(mistakes.join()).not.toContain(secret);
  });

  test("an auth without keys and tokens would let everybody in", () => {
    expect(mistakesOf(`auth: {}\n${plants}`)).toEqual(["1:7: auth: expected keys, jwt or both"]);
    expect(mistakesOf(`auth: { keys: [] }\n${plants}`)).toEqual(["1:15: auth.keys: expected at least one key"]);
  });

  test("a key that no header can carry", () => {
    const keys = (key: string) => mistakesOf(`auth: { keys: [{ name: a, role: VIEWER, key: "${key}" }] }\n${plants}`);
    expect(keys("with blanks")).toEqual([
      "1:46: auth.keys[0].key: can't travel in a header: expected letters, digits and signs without blanks",
    ]);
    expect(keys("schlüssel")).toHaveLength(1);
    expect(keys("good-one_1.~+/=")).toEqual([]);
  });

  test("all web pages without auth, whatever is insecure already", () => {
    const origins = 'origins: ["https://panel.example", "*"]';
    const mistake = 'origins[1]: without auth "*" would make every web page ADMIN: name the origins';
    expect(mistakesOf(`cors: { ${origins} }\n${plants}`)).toEqual([`1:44: cors.${mistake}`]);
    expect(mistakesOf(`listen: { cors: { ${origins} } }\n${plants}`)).toEqual([`1:54: listen.cors.${mistake}`]);
    const keys = "auth: { keys: [{ name: a, role: VIEWER, key: k }] }";
    expect(mistakesOf(`cors: { ${origins} }\n${keys}\n${plants}`)).toEqual([]);
  });

  test("proxies that are no addresses", () => {
    const proxies = (text: string) => mistakesOf(`trustProxy: ${text}\n${plants}`);
    expect([proxies("true"), proxies("[10.0.0.2, 10.0.0.0/24, fd00::/8]")]).toEqual([[], []]);
    for (const bad of ["yes please", "[proxy.lan]", "[10.0.0.0/33]", "[10.0.0.0/-1]", "[10.0.0.0/8/8]"]) {
      expect(proxies(bad)).toHaveLength(1);
    }
  });
});

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  always: { info: () => undefined, warn: () => undefined },
  named: () => silent,
};

describe("auth that is taken out while the gateway listens on an address that others reach", () => {
  const open = `listen: { host: 127.0.0.1 }\n${plants}`;
  const closed = `listen: { host: 0.0.0.0 }\nauth: { keys: [{ name: a, role: VIEWER, key: k }] }\n${plants}`;

  test.each([
    [false, "in vain: what it listened on is what counts"],
    [true, "where --insecure-no-auth was given"],
  ])("%s, %s", async (insecureNoAuth) => {
    const file = join(folder, `open-${insecureNoAuth}.yaml`);
    writeFileSync(file, closed);
    const errors: unknown[] = [];
    const log: Logger = { ...silent, error: (_message, fields) => errors.push(fields) };
    const running = new RunningConfiguration({ file, env: {}, log, insecureNoAuth });
    const taken: unknown[] = [];
    running.connect(fakeFleet([]), async (config) => void taken.push(config.keys));
    writeFileSync(file, open);
    await running.reload();
    expect(taken).toEqual(insecureNoAuth ? [undefined] : []);
    const mistake = `${file}: auth: can't be taken out while the gateway listens on 0.0.0.0: restart it on a loopback address`;
    expect(errors).toEqual(insecureNoAuth ? [] : [{ mistakes: [mistake] }]);
  });
});

test("another certificate is taken over while it runs", async () => {
  for (const name of ["cert", "key", "other-cert", "other-key"]) {
    copyFileSync(new URL(`example/tls/${name}.pem`, import.meta.url), join(folder, `${name}.pem`));
  }
  const certificate = (prefix: string) => {
    const config = read(`listen: { tls: { cert: ${prefix}cert.pem, key: ${prefix}key.pem } }\n${plants}`);
    const { tls } = config.listen;
    if (tls === undefined) throw new Error("no certificate was read");
    expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toContain(tls.key.reveal().slice(60, 90));
    return tls;
  };
  const tls = certificate("");
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
  await using served = await serve(fleet, { listen: { tls } });
  const shown = (): Promise<string> =>
    new Promise((resolve, reject) => {
      get(`${served.url}/healthz`, { rejectUnauthorized: false, agent: false }, (response) => {
        resolve((response.socket as TLSSocket).getPeerCertificate().fingerprint256);
        response.resume();
      }).on("error", reject);
    });
  const before = await shown();
  served.gateway.reconfigure({ ...served.config, listen: { ...served.config.listen, tls: certificate("other-") } });
  expect(await shown()).not.toBe(before);
  expect(mistakesOf(`listen: { tls: { cert: cert.pem, key: other-key.pem } }\n${plants}`)).toEqual([
    "1:16: listen.tls: the files hold no usable certificate and key",
  ]);
});
