import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "../src/secret.ts";

const planted = "correct-horse";

/** Every way that a value comes before eyes or into a file. */
const channels: readonly (readonly [name: string, print: (secret: Secret) => string])[] = [
  ["a template string", (secret) => `${String(secret)} ${secret as unknown as string}`],
  ["a sum", (secret) => "a".concat(secret as unknown as string)],
  ["a number", (secret) => String(Number(secret))],
  ["JSON", (secret) => JSON.stringify({ deep: [secret] })],
  ["JSON with a replacer", (secret) => JSON.stringify(secret, (_key, value: unknown) => value)],
  ["inspect", (secret) => inspect({ deep: [secret] }, { depth: null, showHidden: true, getters: true })],
  ["inspect without its own method", (secret) => inspect(secret, { customInspect: false, showHidden: true })],
  [
    "an error's cause",
    (secret) => inspect(new Error(`with ${String(secret)}`, { cause: secret }), { showHidden: true }),
  ],
  ["its entries", (secret) => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret).map(String)])],
  ["a copy", (secret) => inspect(Object.assign({}, secret)) + JSON.stringify(Object.assign({}, secret))],
  ["a structured clone", (secret) => inspect(structuredClone(secret))],
  ["a join", (secret) => [secret, secret].join()],
];

test.each(channels)("%s shows no secret", (_name, print) => {
  const text = print(new Secret(planted));
  expect(text).not.toBe("");
  expect(text).not.toContain(planted);
});

test("people see that there is one", () => {
  const secret = new Secret(planted);
  expect([String(secret), JSON.stringify({ secret }), inspect(secret)]).toEqual([
    "[secret]",
    '{"secret":"[secret]"}',
    "[secret]",
  ]);
});

test("only who asks gets the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => new Secret(text).reveal() === text));
});

test("two with the same text are equal and others are not, also deep in a configuration", () => {
  const config = (text: string) => ({ credentials: { user: "user", password: new Secret(text) } });
  expect(isDeepStrictEqual(config("one"), config("one"))).toBe(true);
  expect(isDeepStrictEqual(config("one"), config("other"))).toBe(false);
  expect(config("one")).not.toEqual(config("other"));
});

test("it knows itself in what others say; an empty one is nowhere", () => {
  expect(new Secret(planted).occursIn(`no session ${planted}`)).toBe(true);
  expect(new Secret(planted).occursIn("no session")).toBe(false);
  expect(new Secret("").occursIn("anything")).toBe(false);
});

test("the compiler tells a plain text from a secret", () => {
  // @ts-expect-error a text is no secret
  const secret: Secret = "text";
  // @ts-expect-error a secret is no text
  const text: string = new Secret("text");
  expect([typeof secret, typeof text]).toEqual(["string", "object"]);
});
