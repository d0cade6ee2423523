import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RemoteKeySet } from "../src/auth/jwt/remote-key-set.ts";
import { JwtVerifier } from "../src/auth/jwt/verifier.ts";
import { ask } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";
import { keySet, noon, publicKeys, signers, token, trusting } from "./example/tokens.ts";

const rotated = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** A provider that serves the keys it has at the moment, or misbehaves. */
async function provider(first: Readonly<Record<string, KeyObject>> = { one: publicKeys.ES256 }) {
  let requests = 0;
  let answer: (response: ServerResponse) => void = () => undefined;
  const shows = async (keys: Readonly<Record<string, KeyObject>>): Promise<void> => {
    const text = JSON.stringify(await keySet(keys));
    answer = (response) => response.end(text);
  };
  await shows(first);
  const server = createServer((_request, response) => {
    requests += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys.json`;
  return {
    url,
    requests: () => requests,
    shows,
    answers: (how: typeof answer) => {
      answer = how;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

let idp: Awaited<ReturnType<typeof provider>>;
let ms: number;
let logged: string[];
beforeEach(async () => {
  idp = await provider();
  ms = noon * 1000;
  logged = [];
});
afterEach(() => idp.close());

const log = { info: (message: string) => logged.push(message), warn: (message: string) => logged.push(message) };

const verifier = (): JwtVerifier =>
  new JwtVerifier({ config: trusting("ES256", { key: { kind: "jwksUrl", url: idp.url } }), now: () => ms, log });

const signedBy = (kid: string, key: KeyObject = signers.ES256.sign, exp = noon + 86_400): Promise<string> =>
  token({ exp }, { header: { kid }, key });

test("a gateway starts without the keys, asks for them at the first token, once for all who come, and keeps them", async () => {
  const jwt = trusting("ES256", { key: { kind: "jwksUrl", url: idp.url } });
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
  await using served = await serve(fleet, { jwt, now: () => ms });
  expect(idp.requests()).toBe(0);
  const who = async (text: string) => (await ask(served.url, "{ viewer { name } }", { key: text })).data;
  const tokens = await Promise.all(["a", "b", "c"].map((jti) => token({ jti }, { header: { kid: "one" } })));
  expect(await Promise.all(tokens.map(who))).toEqual(tokens.map(() => ({ viewer: { name: "anna" } })));
  expect(await who(await signedBy("one"))).toEqual({ viewer: { name: "anna" } });
  expect(idp.requests()).toBe(1);
});

test("a key that is new is found; made-up keys ask again at most every half minute", async () => {
  const tokens = verifier();
  await tokens.verify(await signedBy("one"));
  await idp.shows({ one: publicKeys.ES256, two: rotated.publicKey });
  const fresh = await signedBy("two", rotated.privateKey);
  await expect(tokens.verify(fresh)).rejects.toThrow("the key that signed it is not known");
  expect(idp.requests()).toBe(1);
  ms += 30_000;
  await expect(tokens.verify(fresh)).resolves.toMatchObject({ name: "anna" });
  expect(idp.requests()).toBe(2);
  for (let guess = 0; guess < 20; guess++) {
    await expect(tokens.verify(await signedBy(`guess-${guess}`))).rejects.toThrow("not known");
  }
  expect(idp.requests()).toBe(2);
});

test("a key that was taken out is refused within ten minutes", async () => {
  const tokens = verifier();
  const old = await signedBy("one");
  await tokens.verify(old);
  await idp.shows({ two: rotated.publicKey });
  ms += 10 * 60_000;
  await expect(tokens.verify(old)).rejects.toThrow("not known");
});

test("while the provider is away its keys stay good for an hour, and the log tells once that it is away and once that it is back", async () => {
  const tokens = verifier();
  const text = await signedBy("one");
  await tokens.verify(text);
  idp.answers((response) => response.writeHead(503).end());
  for (let minute = 0; minute < 50; minute += 10) {
    ms += 10 * 60_000;
    await expect(tokens.verify(text)).resolves.toMatchObject({ name: "anna" });
  }
  ms += 10 * 60_000;
  await expect(tokens.verify(text)).rejects.toThrow("their keys can't be read");
  await idp.shows({ one: publicKeys.ES256 });
  await expect(tokens.verify(text)).rejects.toThrow("their keys can't be read");
  ms += 30_000;
  await expect(tokens.verify(text)).resolves.toMatchObject({ name: "anna" });
  expect(logged).toEqual(["the key set can't be read", "the key set can be read again"]);
});

test.each<[what: string, answer: (response: ServerResponse) => void, isLate?: boolean]>([
  ["an error", (response) => response.writeHead(500).end()],
  ["a redirect", (response) => response.writeHead(302, { location: "/keys.json" }).end()],
  ["no JSON", (response) => response.end("<html>")],
  ["no key set", (response) => response.end('{"keys":{}}')],
  ["an endless answer", (response) => response.write(`{"keys":[${"0,".repeat(200_000)}`)],
  ["nothing in time", () => undefined, true],
  ["a beginning and then nothing in time", (response) => response.write('{"keys":['), true],
])("%s lets nobody in, and is asked once in 5 s", async (_what, answer, isLate = false) => {
  const late = new AbortController();
  const limits: number[] = [];
  idp.answers((response) => {
    answer(response);
    // What had been written was sent; the time passes now.
    if (isLate) setImmediate(() => late.abort(new DOMException("the time is over", "TimeoutError")));
  });
  const timeout = (ms: number) => {
    limits.push(ms);
    return limits.length === 1 ? late.signal : new AbortController().signal;
  };
  const set = new RemoteKeySet({ url: idp.url, now: () => ms, log, timeout });
  const keyOf = () => set.keyOf({ alg: "ES256", kid: "one" }, { payload: "", signature: "" });
  await expect(Promise.all([keyOf(), keyOf()])).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  await expect(keyOf()).rejects.toThrow("tokens can't be checked now");
  expect([idp.requests(), limits]).toEqual([1, [5000]]);
  await idp.shows({ one: publicKeys.ES256 });
  ms += 5_000;
  await expect(keyOf()).resolves.toMatchObject({ type: "public" });
});

test("a clock that is set back keeps no key that was taken out, and asks for new ones", async () => {
  const jwt = trusting("ES256", { key: { kind: "jwksUrl", url: idp.url } });
  await using served = await serve(fakeFleet([]), { jwt, now: () => ms });
  const who = async (text: string) => (await ask(served.url, "{ viewer { name } }", { key: text })).data;
  const old = await signedBy("one");
  expect(await who(old)).toEqual({ viewer: { name: "anna" } });
  await idp.shows({ two: rotated.publicKey });
  ms -= 86_400_000;
  expect(await who(old)).toBeUndefined();
  expect(await who(await signedBy("two", rotated.privateKey))).toEqual({ viewer: { name: "anna" } });
});

const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });

test.each([
  ["too weak", "RS256", weak.publicKey.export({ format: "jwk" })],
  ["on no curve", "ES256", { kty: "EC", crv: "P-256", x: "AAAA", y: "AAAA" }],
] as const)("a key that is %s is refused as such, and no mistake of the gateway", async (_what, algorithm, jwk) => {
  idp.answers((response) => response.end(JSON.stringify({ keys: [{ ...jwk, kid: "one" }] })));
  const config = trusting(algorithm, { key: { kind: "jwksUrl", url: idp.url } });
  const tokens = new JwtVerifier({ config, now: () => ms, log });
  await expect(tokens.verify(await token({}, { algorithm, header: { kid: "one" } }))).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
    message: "the token is refused: the key that signed it can't be used",
  });
});

test("a secret in a public key set is no key", async () => {
  const oct = { kty: "oct", k: Buffer.alloc(32).toString("base64url"), kid: "one", alg: "HS256" };
  idp.answers((response) => response.end(JSON.stringify({ keys: [oct] })));
  await expect(verifier().verify(await signedBy("one"))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});
