import { expect, test, vi } from "vitest";
import { beginLogin, type Credentials, type LoginOptions, maxBytes, maxRounds, SaltedPasswords } from "../src/index.ts";
import { failureOf, halfway, installer, logIn, makeServer, owner } from "./login.ts";

const startAnswer = { nonce: "AAAA", transactionId: "AAAA", salt: "AAAA", rounds: 1_000 };
const zeros = Buffer.alloc(32).toString("base64");

test("plant owner and installer log in, with either length of the iv", async () => {
  const server = makeServer();
  for (const ivLength of [12, 16] as const) {
    expect(await logIn(server, owner, { ivLength })).toMatchObject({ username: "user", role: "USER" });
    expect(await logIn(server, installer, { ivLength })).toMatchObject({ username: "master", role: "INSTALLER" });
  }
});

test("iv has 16 bytes unless 12 are asked for", async () => {
  const lengths: number[] = [];
  for (const options of [{}, { ivLength: 12 }, { ivLength: 16 }] satisfies LoginOptions[]) {
    const { login, finishAnswer } = await halfway(makeServer(), owner, options);
    lengths.push(Buffer.from(login.createSession(finishAnswer).iv, "base64").length);
  }
  expect(lengths).toEqual([16, 12, 16]);
});

test("a server that doesn't know the secret gets nothing encrypted, not even at a second try", async () => {
  const randomBytes = vi.fn<(count: number) => Uint8Array>((count) => Buffer.alloc(count));
  const { login, finishAnswer } = await halfway(makeServer(), installer, { randomBytes });
  const wrong = { ...finishAnswer, signature: zeros };
  expect(() => login.createSession(wrong)).toThrow(expect.objectContaining({ code: "SERVER_SIGNATURE_MISMATCH" }));
  expect(randomBytes.mock.calls, "no iv was drawn").toEqual([[12]]);
  expect(() => login.createSession(finishAnswer)).toThrow(expect.objectContaining({ code: "OUT_OF_ORDER" }));
});

test("a server that doesn't know the secret gets no new password", async () => {
  const { login, finishAnswer } = await halfway(makeServer());
  const wrong = { ...finishAnswer, signature: zeros };
  expect(() => login.setPassword(wrong, "new")).toThrow(expect.objectContaining({ code: "SERVER_SIGNATURE_MISMATCH" }));
});

test("one login gives one proof, also when asked twice at once", async () => {
  const login = beginLogin(owner);
  const first = login.finish(startAnswer);
  expect(await failureOf(() => login.finish({ ...startAnswer, salt: "BBBB" }))).toBe("OUT_OF_ORDER");
  expect(await first).toMatchObject({ transactionId: "AAAA" });
  expect(await failureOf(() => login.finish(startAnswer))).toBe("OUT_OF_ORDER");
});

test("one login opens one session or changes one password", async () => {
  const { login, finishAnswer } = await halfway(makeServer());
  login.createSession(finishAnswer);
  expect(await failureOf(() => login.createSession(finishAnswer))).toBe("OUT_OF_ORDER");
  expect(await failureOf(() => login.setPassword(finishAnswer, "new"))).toBe("OUT_OF_ORDER");
});

test("no last message before the exchange is finished", async () => {
  const login = beginLogin(owner);
  const answer = { token: "t", signature: zeros };
  expect(await failureOf(() => login.createSession(answer))).toBe("OUT_OF_ORDER");
  const finishing = login.finish(startAnswer);
  expect(await failureOf(() => login.createSession(answer))).toBe("OUT_OF_ORDER");
  await finishing;
  expect(await failureOf(() => login.createSession(answer))).toBe("SERVER_SIGNATURE_MISMATCH");
});

test("an answer that breaks the protocol is refused before anything is derived from it", async () => {
  const derive = vi.fn<() => Promise<Uint8Array>>(async () => Buffer.alloc(32));
  const saltedPasswords = new SaltedPasswords({ derive });
  const login = beginLogin(owner, { saltedPasswords });
  for (const rounds of [1, maxRounds + 1, 2 ** 31]) {
    expect(await failureOf(() => login.finish({ ...startAnswer, rounds }))).toBe("BAD_MESSAGE");
  }
  expect(derive).not.toHaveBeenCalled();
  await login.finish(startAnswer);
  expect(await failureOf(() => login.createSession({ token: "", signature: zeros }))).toBe("BAD_MESSAGE");
  expect(await failureOf(() => login.setPassword({ token: "t", signature: "?" }, "new"))).toBe("BAD_MESSAGE");
});

test("a login after the first costs no derivation while salt and rounds stay", async () => {
  const derive = vi.fn<() => Promise<Uint8Array>>(async () => Buffer.alloc(32));
  const saltedPasswords = new SaltedPasswords({ derive });
  for (const answer of [startAnswer, { ...startAnswer, nonce: "BBBB" }, { ...startAnswer, rounds: 2_000 }]) {
    await beginLogin(owner, { saltedPasswords }).finish(answer);
  }
  expect(derive.mock.calls).toEqual([
    ["owner's:pässword", Buffer.from("AAAA", "base64"), 1_000],
    ["owner's:pässword", Buffer.from("AAAA", "base64"), 2_000],
  ]);
});

test("every login has a nonce of its own", () => {
  const nonces = Array.from({ length: 100 }, () => beginLogin(owner).start.nonce);
  expect(new Set(nonces).size).toBe(100);
});

test.each<[string, Credentials]>([
  ["empty password", { user: "user", password: "" }],
  ["empty master key", { user: "master", masterKey: "", serviceCode: "x" }],
  ["empty service code", { user: "master", masterKey: "x", serviceCode: "" }],
  ["password without UTF-8 form", { user: "user", password: "a\ud800" }],
  ["service code without UTF-8 form", { user: "master", masterKey: "x", serviceCode: "\udc00" }],
  ["password left out by an untyped caller", JSON.parse('{"user":"user"}')],
])("credentials are refused: %s", (_name, credentials) => {
  expect(() => beginLogin(credentials)).toThrow(expect.objectContaining({ code: "BAD_CREDENTIALS" }));
});

test.each(["", "a\ud800"])("a new password %j is refused, and the login stays good", async (newPassword) => {
  const { login, finishAnswer } = await halfway(makeServer());
  expect(await failureOf(() => login.setPassword(finishAnswer, newPassword))).toBe("BAD_CREDENTIALS");
  expect(login.setPassword(finishAnswer, "good")).toMatchObject({ payload: expect.any(String) });
});

test("a new password too long for the message is refused, one that just fits is not", async () => {
  const lengths = [maxBytes - 64 - 1, maxBytes - 64];
  const outcomes: string[] = [];
  for (const length of lengths) {
    const { login, finishAnswer } = await halfway(makeServer());
    outcomes.push(await failureOf(() => login.setPassword(finishAnswer, "x".repeat(length))));
  }
  expect(outcomes).toEqual(["no failure", "BAD_MESSAGE"]);
});

test("an iv of another length is refused, asked for or drawn", async () => {
  const ivLength = JSON.parse("8");
  expect(() => beginLogin(owner, { ivLength })).toThrow(expect.objectContaining({ code: "BAD_OPTIONS" }));
  const drawn = [12, 8];
  const randomBytes = (): Uint8Array => Buffer.alloc(drawn.shift() ?? 0, 1);
  const { login, finishAnswer } = await halfway(makeServer(), owner, { randomBytes });
  expect(await failureOf(() => login.createSession(finishAnswer))).toBe("BAD_MESSAGE");
  expect(await failureOf(() => beginLogin(owner, { randomBytes: () => Buffer.alloc(4) }))).toBe("BAD_MESSAGE");
});
