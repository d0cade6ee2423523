import { expect, test, vi } from "vitest";
import {
  assertAuthCreateSession,
  assertAuthCreateSessionAnswer,
  assertAuthFinish,
  assertAuthFinishAnswer,
  assertAuthSetPassword,
  assertAuthStart,
  assertAuthStartAnswer,
  isHandshakeError,
  maxBytes,
  maxRounds,
  maxText,
  minRounds,
} from "../src/index.ts";

const b64 = (bytes: number, fill = 0): string => Buffer.alloc(bytes, fill).toString("base64");

const sealed = { transactionId: b64(32), iv: b64(16), tag: b64(16), payload: b64(64) };
const startAnswer = { nonce: b64(12), transactionId: b64(32), salt: b64(16), rounds: 29_000 };

const messages: Record<string, { assert: (message: unknown) => void; good: Record<string, unknown> }> = {
  AuthStart: { assert: assertAuthStart, good: { username: "user", nonce: b64(12) } },
  AuthStartAnswer: { assert: assertAuthStartAnswer, good: startAnswer },
  AuthFinish: { assert: assertAuthFinish, good: { transactionId: b64(1), proof: b64(32) } },
  AuthFinishAnswer: { assert: assertAuthFinishAnswer, good: { token: "t:o ken", signature: b64(32) } },
  AuthCreateSession: { assert: assertAuthCreateSession, good: sealed },
  AuthCreateSessionAnswer: { assert: assertAuthCreateSessionAnswer, good: { sessionId: "a526309b" } },
  AuthSetPassword: { assert: assertAuthSetPassword, good: sealed },
};

/** What was thrown, or "accepted". */
function verdict(name: string, message: unknown): string {
  try {
    messages[name]?.assert(message);
    return "accepted";
  } catch (error) {
    if (!isHandshakeError(error)) throw error;
    return `${error.code} ${error.message}`;
  }
}

test.each(Object.keys(messages))("%s: accepts the good one, also with members of a newer firmware", (name) => {
  const good = messages[name]?.good;
  expect(verdict(name, good)).toBe("accepted");
  expect(verdict(name, { ...good, added: 1 })).toBe("accepted");
});

test.each(Object.keys(messages))("%s: refuses what is no object", (name) => {
  for (const message of [undefined, null, 1, "text", [], [messages[name]?.good]]) {
    expect(verdict(name, message)).toBe(`BAD_MESSAGE ${name}: not a JSON object`);
  }
});

test.each(Object.keys(messages))("%s: refuses each member missing, inherited or of another type", (name) => {
  const good = messages[name]?.good ?? {};
  for (const member of Object.keys(good)) {
    const start = `BAD_MESSAGE ${name}: /${member} is not `;
    const { [member]: value, ...rest } = good;
    expect(verdict(name, rest)).toContain(start);
    expect(verdict(name, Object.assign(Object.create({ [member]: value }), rest))).toContain(start);
    for (const other of [null, true, {}, [value], typeof value === "string" ? 29_000 : "29000"]) {
      expect(verdict(name, { ...good, [member]: other }), `${member} ${typeof other}`).toContain(start);
    }
  }
});

const bad: readonly [name: string, change: Record<string, unknown>, want: string][] = [
  ["AuthStart", { username: "admin" }, "/username is not one of user, master"],
  ["AuthStart", { username: "User" }, "/username is not one of user, master"],
  ["AuthStart", { username: "constructor" }, "/username is not one of user, master"],
  ["AuthStart", { nonce: b64(11) }, "/nonce is not canonical base64 of 12 bytes"],
  ["AuthStart", { nonce: b64(13) }, "/nonce is not canonical base64 of 12 bytes"],
  ["AuthStartAnswer", { nonce: "" }, `/nonce is not canonical base64 of 1 to ${maxBytes} bytes`],
  ["AuthStartAnswer", { salt: "AA" }, "/salt is not canonical base64"],
  ["AuthStartAnswer", { salt: "AB==" }, "/salt is not canonical base64"],
  ["AuthStartAnswer", { salt: "_-8=" }, "/salt is not canonical base64"],
  ["AuthStartAnswer", { salt: "AAAA\n" }, "/salt is not canonical base64"],
  ["AuthStartAnswer", { salt: "ÄÄÄÄ" }, "/salt is not canonical base64"],
  ["AuthStartAnswer", { salt: b64(maxBytes + 1) }, "/salt is not canonical base64"],
  ["AuthStartAnswer", { transactionId: "no base64!" }, "/transactionId is not canonical base64"],
  ["AuthStartAnswer", { rounds: minRounds - 1 }, `/rounds is not an integer from ${minRounds} to ${maxRounds}`],
  ["AuthStartAnswer", { rounds: maxRounds + 1 }, "/rounds is not an integer"],
  ["AuthStartAnswer", { rounds: 2 ** 31 }, "/rounds is not an integer"],
  ["AuthStartAnswer", { rounds: 29_000.5 }, "/rounds is not an integer"],
  ["AuthStartAnswer", { rounds: Number.NaN }, "/rounds is not an integer"],
  ["AuthFinish", { proof: b64(31) }, "/proof is not canonical base64 of 32 bytes"],
  ["AuthFinishAnswer", { signature: b64(33) }, "/signature is not canonical base64 of 32 bytes"],
  ["AuthFinishAnswer", { token: "" }, "/token is not a text"],
  ["AuthFinishAnswer", { token: "t".repeat(maxText + 1) }, "/token is not a text"],
  ["AuthFinishAnswer", { token: "\ud800" }, "/token is not a text"],
  ["AuthCreateSession", { iv: b64(13) }, "/iv is not canonical base64 of 12 or 16 bytes"],
  ["AuthCreateSession", { iv: b64(0) }, "/iv is not canonical base64 of 12 or 16 bytes"],
  ["AuthCreateSession", { tag: b64(12) }, "/tag is not canonical base64 of 16 bytes"],
  ["AuthCreateSession", { payload: "" }, "/payload is not canonical base64"],
  ["AuthSetPassword", { tag: b64(4) }, "/tag is not canonical base64 of 16 bytes"],
  ["AuthCreateSessionAnswer", { sessionId: "" }, "/sessionId is not a text"],
  ["AuthCreateSessionAnswer", { sessionId: "a\r\nX: 1" }, "/sessionId is not a text"],
  ["AuthCreateSessionAnswer", { sessionId: "a b" }, "/sessionId is not a text"],
  ["AuthCreateSessionAnswer", { sessionId: "a".repeat(maxText + 1) }, "/sessionId is not a text"],
];

test.each(bad)("%s with %j is refused", (name, change, want) => {
  expect(verdict(name, { ...messages[name]?.good, ...change })).toContain(`BAD_MESSAGE ${name}: ${want}`);
});

const edges: readonly [name: string, change: Record<string, unknown>][] = [
  ["AuthStart", { username: "master" }],
  ["AuthStartAnswer", { rounds: minRounds }],
  ["AuthStartAnswer", { rounds: maxRounds }],
  ["AuthStartAnswer", { nonce: b64(1), salt: b64(maxBytes) }],
  ["AuthStartAnswer", { salt: Buffer.from([0xfb, 0xff]).toString("base64") }],
  ["AuthFinishAnswer", { token: "t".repeat(maxText) }],
  ["AuthFinishAnswer", { token: "ü:☀" }],
  ["AuthCreateSession", { iv: b64(12), payload: b64(1) }],
  ["AuthCreateSessionAnswer", { sessionId: "~".repeat(maxText) }],
];

test.each(edges)("%s with %j is accepted", (name, change) => {
  expect(verdict(name, { ...messages[name]?.good, ...change })).toBe("accepted");
});

test("a huge value is refused by its length, undecoded, and never told", () => {
  const decoded = vi.spyOn(Buffer, "from");
  const told = verdict("AuthStartAnswer", { ...startAnswer, salt: "A".repeat(10_000_000) });
  expect(told.length).toBeLessThan(100);
  expect(decoded.mock.calls.filter(([value]) => typeof value === "string" && value.length > maxBytes * 2)).toEqual([]);
  expect(verdict("AuthFinishAnswer", { token: "hunter2", signature: "hunter2" })).not.toContain("hunter2");
});

test("no device may ask for so many rounds that its derivation delays the login at others", () => {
  expect(maxRounds).toBe(200_000);
  expect(() => assertAuthStartAnswer({ ...startAnswer, rounds: 1_000_000 })).toThrow("/rounds is not an integer");
});
