import { generateKeyPairSync } from "node:crypto";
import { base64url, CompactEncrypt, exportJWK } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "../src/auth/api-key.ts";
import type { JwtConfig } from "../src/auth/jwt/options.ts";
import { roles } from "../src/auth/role.ts";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { mutate } from "./example/mutate.ts";
import { serve } from "./example/serve.ts";
import {
  goodClaims,
  keySet,
  leewaySeconds,
  noon,
  pemOf,
  publicKeys,
  type TokenOptions,
  token,
  trusting,
} from "./example/tokens.ts";

const fleet = fakeFleet([
  fakePlant("home", [fakeInverter("inverter-1")]),
  fakePlant("farm", [fakeInverter("barn"), fakeInverter("shed")]),
]);
const now = () => noon * 1000;
const who = "{ viewer { name role plants { id } } }";

describe.each(["HS256", "RS256", "ES256"] as const)("%s", (algorithm) => {
  test("a signed token is let in with its name, role and plants, beside the keys", async () => {
    const keys = [{ name: "panel", role: "VIEWER", digest: digestOf("panel-key"), plants: undefined }] as const;
    await using served = await serve(fleet, { jwt: trusting(algorithm), keys, now });
    expect(await ask(served.url, who, { key: await token({}, { algorithm }) })).toEqual({
      data: { viewer: { name: "anna", role: "VIEWER", plants: [{ id: "home" }] } },
    });
    expect(await ask(served.url, "{ viewer { name } }", { key: "panel-key" })).toEqual({
      data: { viewer: { name: "panel" } },
    });
    expect((await post(served.url, who)).status).toBe(401);
  });

  test("a token signed by another key of the same kind is refused", async () => {
    await using served = await serve(fleet, { jwt: trusting(algorithm), now });
    const others = {
      HS256: Buffer.from("another secret of thirty-two bytes"),
      RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
      ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
    };
    expect(await refusal(served.url, await token({}, { algorithm, key: others[algorithm] }))).toContain("signature");
  });
});

test("keys come from a key set, too, found by their name", async () => {
  const jwks = await keySet({ one: publicKeys.RS256, two: publicKeys.ES256 });
  for (const algorithm of ["RS256", "ES256"] as const) {
    await using served = await serve(fleet, { jwt: trusting(algorithm, { key: { kind: "jwks", jwks } }), now });
    const kid = algorithm === "RS256" ? "one" : "two";
    const good = await token({}, { algorithm, header: { kid } });
    expect(await ask(served.url, "{ viewer { name } }", { key: good })).toEqual({ data: { viewer: { name: "anna" } } });
    expect(await refusal(served.url, await token({}, { algorithm, header: { kid: "three" } }))).toContain("not known");
  }
});

const part = (value: unknown): string => base64url.encode(JSON.stringify(value));
const unsigned = (header: object, claims: object = goodClaims): string => `${part(header)}.${part(claims)}.`;

/** Everything that is no good token for ES256, and what the answer says. */
const forged: readonly (readonly [what: string, make: () => string | Promise<string>, says: string])[] = [
  ["alg none without a signature", () => unsigned({ alg: "none" }), "not known"],
  [
    "alg none with a signature",
    async () => `${unsigned({ alg: "none" })}${(await token()).split(".")[2]}`,
    "algorithm",
  ],
  ["alg NoNe", () => `${unsigned({ alg: "NoNe" })}AAAA`, "algorithm"],
  ["no alg", () => `${unsigned({})}AAAA`, "can't be read"],
  [
    "HS256 with the public key as its secret",
    () => token({}, { algorithm: "HS256", key: Buffer.from(pemOf(publicKeys.ES256)) }),
    "algorithm",
  ],
  ["another algorithm's good token", () => token({}, { algorithm: "RS256" }), "algorithm"],
  ["HS256 under the name ES256", () => renamed("HS256", "ES256"), "signature"],
  ["a key that it brings along", bringsItsKey, "signature"],
  ["claims changed after signing", () => changed({ role: "ADMIN" }), "signature"],
  ["an extension that must be understood", critical, "can't be read"],
  ["encrypted, not signed", encrypted, "not known"],
  ["expired", () => token({ exp: noon - leewaySeconds }), "it has expired"],
  ["not valid yet", () => token({ nbf: noon + leewaySeconds + 1 }), "not valid yet"],
  ["without exp", () => token({ exp: undefined }), "no claim exp"],
  ["an exp that is a text", () => token({ exp: String(noon + 600) }), "claim exp"],
  ["another issuer", () => token({ iss: "https://evil.example" }), "claim iss"],
  ["no issuer", () => token({ iss: undefined }), "no claim iss"],
  ["another audience", () => token({ aud: ["billing", "mail"] }), "claim aud"],
  ["no audience", () => token({ aud: undefined }), "no claim aud"],
  ["no subject", () => token({ sub: undefined }), "no claim sub"],
  ["an empty subject", () => token({ sub: "" }), "claim sub"],
  ["a subject that is no text", () => token({ sub: 5 }), "claim sub"],
  ["the name of an API key as subject", () => token({ sub: "panel" }), "name of an API key"],
  ["no role", () => token({ role: undefined }), "claim role"],
  ["an unknown role", () => token({ role: "ROOT" }), "claim role"],
  ["a role in small letters", () => token({ role: "admin" }), "claim role"],
  ["a role that is an object", () => token({ role: { ADMIN: true } }), "claim role"],
  ["no role in a list", () => token({ role: [] }), "claim role"],
  ["a role among numbers", () => token({ role: ["ADMIN", 1] }), "claim role"],
  ["plants that are no list", () => token({ plants: { home: true } }), "claim plants"],
  ["plants that are null", () => token({ plants: null }), "claim plants"],
  ["two parts", () => "first.second", "not known"],
  ["nothing but dots", () => "..", "not known"],
  ["longer than any", async () => `${await token()}${"A".repeat(9000)}`, "needed"],
];

function renamed(from: "HS256", to: string): Promise<string> {
  return token({}, { algorithm: from }).then((text) => `${part({ alg: to })}.${text.split(".").slice(1).join(".")}`);
}

async function changed(claims: object): Promise<string> {
  const [header, , signature] = (await token()).split(".");
  return `${header}.${part({ ...goodClaims, ...claims })}.${signature}`;
}

async function bringsItsKey(): Promise<string> {
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const header: TokenOptions["header"] = { jwk: await exportJWK(own.publicKey), jku: "http://127.0.0.1:1/keys" };
  return token({}, { key: own.privateKey, header });
}

async function critical(): Promise<string> {
  const [, claims, signature] = (await token()).split(".");
  return `${part({ alg: "ES256", crit: ["exp"], exp: 1 })}.${claims}.${signature}`;
}

function encrypted(): Promise<string> {
  return new CompactEncrypt(Buffer.from(JSON.stringify(goodClaims)))
    .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM" })
    .encrypt(publicKeys.ES256);
}

/** What the answer says, after everything around it was checked. */
async function refusal(url: string, key: string): Promise<string> {
  const response = await post(url, who, { key });
  expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  const text = await response.text();
  expect(text).not.toContain(key.split(".")[1] || "-");
  const { errors } = JSON.parse(text) as { errors: [{ message: string; extensions: { code: string } }] };
  expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED", retryable: false } }]);
  return errors[0].message;
}

describe("refused", () => {
  let served: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    const keys = [{ name: "panel", role: "VIEWER", digest: digestOf("panel-key"), plants: undefined }] as const;
    served = await serve(fleet, { jwt: trusting(), keys, now });
  });
  afterAll(() => served.gateway.close());

  test.each(forged)("%s", async (_what, make, says) => {
    const text = await make();
    expect(await refusal(served.url, text)).toContain(says);
    expect(served.log()).not.toContain(text);
  });

  test("while a good one comes in", async () => {
    expect(await ask(served.url, "{ viewer { name } }", { key: await token() })).toMatchObject({ data: {} });
  });
});

describe("clocks may be apart by the leeway, and no more", () => {
  test.each([
    ["before nbf", -leewaySeconds * 1000, -leewaySeconds * 1000 - 1],
    ["after exp", (600 + leewaySeconds) * 1000 - 1, (600 + leewaySeconds) * 1000],
  ])("%s", async (_what, good, bad) => {
    let time = noon * 1000 + good;
    await using served = await serve(fleet, { jwt: trusting(), now: () => time });
    const key = await token({ nbf: noon });
    expect(await ask(served.url, "{ viewer { name } }", { key })).toEqual({ data: { viewer: { name: "anna" } } });
    time = noon * 1000 + bad;
    // The same token again, and one that was never seen: what is remembered outlives nothing.
    const another = await token({ nbf: noon, jti: "2" });
    for (const late of bad > 0 ? [key, another] : [another]) {
      expect(await refusal(served.url, late)).toMatch(/expired|not valid yet/);
    }
  });
});

const rightsOf = async (config: Partial<JwtConfig>, claims: Record<string, unknown>): Promise<unknown> => {
  await using served = await serve(fleet, { jwt: trusting("ES256", config), now });
  const { data, errors } = await ask(served.url, who, { key: await token(claims) });
  return data?.["viewer"] ?? errors?.[0]?.message;
};

const all = [{ id: "home" }, { id: "farm" }];

test.each<[what: string, config: Partial<JwtConfig>, claims: Record<string, unknown>, want: unknown]>([
  ["no plants claim, where none is configured, is all plants", {}, { plants: undefined }, { plants: all }],
  ["one plant as a text", {}, { plants: "farm" }, { plants: [{ id: "farm" }] }],
  ["no plants", {}, { plants: [] }, { plants: [] }],
  ["plants that are not there are none", {}, { plants: ["home", "moon", "__proto__"] }, { plants: [{ id: "home" }] }],
  ["a configured plants claim must be there", { plantsRequired: true }, { plants: undefined }, /claim plants/],
  [
    "a claim of another name",
    { plantsClaim: ["https://lan/plants"] },
    { "https://lan/plants": ["farm"] },
    { plants: [{ id: "farm" }] },
  ],
  ["the highest of several roles", {}, { role: ["VIEWER", "ADMIN", "OPERATOR", "else"] }, { role: "ADMIN" }],
  [
    "a claim within claims",
    { roleClaim: ["realm_access", "roles"] },
    { realm_access: { roles: ["OPERATOR"] } },
    { role: "OPERATOR" },
  ],
  [
    "the names of another program",
    { roles: new Map([["gw-write", "OPERATOR"]]) },
    { role: ["mail", "gw-write"] },
    { role: "OPERATOR" },
  ],
  ["its own names only, then", { roles: new Map([["gw-write", "OPERATOR"]]) }, { role: "ADMIN" }, /claim role/],
  ["no way over prototypes", { roleClaim: ["constructor", "name"] }, {}, /claim constructor.name/],
])("%s", async (_what, config, claims, want) => {
  const rights = await rightsOf(config, claims);
  if (want instanceof RegExp) expect(rights).toMatch(want);
  else expect(rights).toMatchObject(want as object);
});

test.each(roles)("%s as in the token is what mutations ask for", async (role) => {
  await using served = await serve(fleet, { jwt: trusting(), now });
  const key = await token({ role });
  const forbidden = { __typename: "ForbiddenFailure" };
  const reached = { __typename: "InverterFailure", code: "READ_ONLY" };
  const minSoc = await mutate(served.url, "setMinSoc", { minSoc: 10 }, { key });
  expect(minSoc).toMatchObject(role === "VIEWER" ? forbidden : reached);
  const reboot = await mutate(served.url, "rebootInverter", {}, { key });
  expect(reboot).toMatchObject(role === "ADMIN" ? reached : forbidden);
});
