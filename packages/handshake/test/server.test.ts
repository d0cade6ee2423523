import { expect, test, vi } from "vitest";
import { beginLogin, defaultRounds, HandshakeServer, maxRounds, minRounds, SaltedPasswords } from "../src/index.ts";
import { answerOf, failureOf, halfway, installer, logIn, makeServer, owner } from "./login.ts";

const nonce = Buffer.alloc(12).toString("base64");
const zeros = (bytes: number): string => Buffer.alloc(bytes).toString("base64");
const refused = (reason: string) => expect.objectContaining({ ok: false, reason });

test("an answer to start is fresh each time, the salt stays", () => {
  const server = makeServer();
  const answers = [1, 2].map(() => answerOf(server.start({ username: "user", nonce })));
  expect(new Set(answers.map((answer) => answer.nonce)).size).toBe(2);
  expect(new Set(answers.map((answer) => answer.transactionId)).size).toBe(2);
  expect(new Set(answers.map((answer) => answer.salt)).size).toBe(1);
  const master = answerOf(server.start({ username: "master", nonce }));
  expect(master.salt).not.toBe(answers[0]?.salt);
});

test("as many rounds as devices unless told otherwise", () => {
  const server = new HandshakeServer({ accounts: { user: owner }, now: () => 0 });
  expect(answerOf(server.start({ username: "user", nonce })).rounds).toBe(defaultRounds);
  expect(defaultRounds).toBe(29_000);
});

test("a session's id is 64 lower-case hex digits, another one each time", async () => {
  const server = makeServer();
  const ids = [(await logIn(server)).sessionId, (await logIn(server)).sessionId];
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(ids).size).toBe(2);
});

test.each([
  [{ username: "admin", nonce }, "UNKNOWN_USER"],
  [{ username: "admin" }, "UNKNOWN_USER"],
  [{ username: "__proto__", nonce }, "UNKNOWN_USER"],
  [{ username: 1, nonce }, "BAD_MESSAGE"],
  [{ username: "user", nonce: "AAAA" }, "BAD_MESSAGE"],
  [{ nonce }, "BAD_MESSAGE"],
  [null, "BAD_MESSAGE"],
  ["user", "BAD_MESSAGE"],
])("start %j is refused", (message, reason) => {
  expect(makeServer().start(message)).toEqual(refused(reason));
});

test("refusals are those of the device", () => {
  const server = makeServer();
  expect(server.start({ username: "admin", nonce })).toEqual({
    ok: false,
    reason: "UNKNOWN_USER",
    status: 400,
    message: "Invalid user",
  });
  server.setLocked("user", true);
  expect(server.start({ username: "user", nonce })).toMatchObject({ reason: "USER_LOCKED", status: 403 });
});

test("messages of the later steps that break the protocol are refused", async () => {
  const server = makeServer();
  expect(await server.finish({ transactionId: "AAAA" })).toEqual(refused("BAD_MESSAGE"));
  expect(server.createSession({ transactionId: "AAAA" })).toEqual(refused("BAD_MESSAGE"));
  expect(server.setPassword([])).toEqual(refused("BAD_MESSAGE"));
});

test("transactions that don't exist or aren't at this step are refused, and the step's own still works", async () => {
  const server = makeServer();
  const sealed = { iv: zeros(16), tag: zeros(16), payload: zeros(8) };
  expect(await server.finish({ transactionId: "AAAA", proof: zeros(32) })).toEqual(refused("UNKNOWN_TRANSACTION"));
  expect(server.createSession({ transactionId: "AAAA", ...sealed })).toEqual(refused("UNKNOWN_TRANSACTION"));
  const login = beginLogin(owner);
  const answer = answerOf(server.start(login.start));
  const { transactionId } = answer;
  expect(server.createSession({ transactionId, ...sealed })).toEqual(refused("UNKNOWN_TRANSACTION"));
  expect(server.setPassword({ transactionId, ...sealed })).toEqual(refused("UNKNOWN_TRANSACTION"));
  expect(await server.finish(await login.finish(answer))).toMatchObject({ ok: true });
});

test("a wrong password is refused with the device's text and ends the transaction", async () => {
  const server = makeServer();
  const wrong = beginLogin({ user: "user", password: "wrong" });
  const answer = answerOf(server.start(wrong.start));
  expect(await server.finish(await wrong.finish(answer))).toEqual({
    ok: false,
    reason: "AUTHENTICATION_FAILED",
    status: 400,
    message: "authentication failed",
  });
  const proof = zeros(32);
  expect(await server.finish({ transactionId: answer.transactionId, proof })).toEqual(refused("UNKNOWN_TRANSACTION"));
});

test("the master key is no user password, nor the other way round", async () => {
  const server = makeServer();
  const swapped = [
    { user: "user", password: "MASTERKEY" },
    { user: "master", masterKey: "owner's:pässword", serviceCode: "SERVICE:CODE" },
  ] as const;
  for (const credentials of swapped) {
    expect(await failureOf(() => logIn(server, credentials))).toContain("AUTHENTICATION_FAILED");
  }
});

test("a proof sent twice, also at once, opens one transaction", async () => {
  const server = makeServer();
  const login = beginLogin(owner);
  const finish = await login.finish(answerOf(server.start(login.start)));
  const outcomes = await Promise.all([server.finish(finish), server.finish(finish)]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
  expect(await server.finish(finish)).toEqual(refused("UNKNOWN_TRANSACTION"));
});

test("a last message sent twice, or after one that doesn't open, is refused", async () => {
  const server = makeServer();
  const first = await halfway(server);
  const message = first.login.createSession(first.finishAnswer);
  expect(server.createSession(message)).toMatchObject({ ok: true });
  expect(server.createSession(message)).toEqual(refused("UNKNOWN_TRANSACTION"));
  const second = await halfway(server);
  const good = second.login.createSession(second.finishAnswer);
  expect(server.createSession({ ...good, tag: zeros(16) })).toEqual(refused("AUTHENTICATION_FAILED"));
  expect(server.createSession(good)).toEqual(refused("UNKNOWN_TRANSACTION"));
});

test("what was sealed in one login opens nothing in another", async () => {
  const server = makeServer();
  const [one, other] = [await halfway(server), await halfway(server)];
  const { transactionId } = other.startAnswer;
  const replayed = { ...one.login.createSession(one.finishAnswer), transactionId };
  expect(server.createSession(replayed)).toEqual(refused("AUTHENTICATION_FAILED"));
});

test("another token is refused, longer or shorter", async () => {
  const server = makeServer();
  for (const change of [(t: string) => `${t}0`, (t: string) => t.slice(1), (t: string) => t.replaceAll(/./g, "z")]) {
    const { login, finishAnswer } = await halfway(server);
    const message = login.createSession({ ...finishAnswer, token: change(finishAnswer.token) });
    expect(server.createSession(message)).toEqual(refused("AUTHENTICATION_FAILED"));
  }
});

test.each([
  ["another", "SERVICE", "SERVICE:CODE"],
  ["none", undefined, "SERVICE:CODE"],
  ["one where there is none", "SERVICE", undefined],
])("service code is refused: %s", async (_name, given, known) => {
  const server = makeServer({ accounts: { master: { masterKey: "MK", ...(known && { serviceCode: known }) } } });
  const credentials = { user: "master", masterKey: "MK", ...(given && { serviceCode: given }) } as const;
  expect(await failureOf(() => logIn(server, credentials))).toContain("WRONG_SERVICE_CODE");
});

test("an installer without service code logs in where none is known", async () => {
  const server = makeServer({ accounts: { master: { masterKey: "MK" } } });
  expect(await logIn(server, { user: "master", masterKey: "MK" })).toMatchObject({ role: "INSTALLER" });
});

test("an account without a secret refuses every login and looks like one with", async () => {
  const server = makeServer({ accounts: {} });
  expect(server.start({ username: "user", nonce })).toMatchObject({ ok: true });
  for (const credentials of [owner, installer]) {
    expect(await failureOf(() => logIn(server, credentials))).toContain("AUTHENTICATION_FAILED");
  }
});

test("a step comes in time or is refused", async () => {
  let time = 0;
  const server = makeServer({ now: () => time, transactionTtlMs: 1_000 });
  const begin = async () => {
    const login = beginLogin(owner);
    return { login, finish: await login.finish(answerOf(server.start(login.start))) };
  };
  const { finish: late } = await begin();
  time += 1_000;
  expect(await server.finish(late)).toEqual(refused("UNKNOWN_TRANSACTION"));
  const { login, finish } = await begin();
  time += 999;
  const answer = answerOf(await server.finish(finish));
  time += 999;
  expect(server.createSession(login.createSession(answer))).toMatchObject({ ok: true });
  const last = await halfway(server);
  time += 1_000;
  expect(server.createSession(last.login.createSession(last.finishAnswer))).toEqual(refused("UNKNOWN_TRANSACTION"));
});

test("logins begun and left take no memory without end: the oldest go", async () => {
  const server = makeServer({ maxTransactions: 2 });
  const begin = async () => {
    const login = beginLogin(owner);
    return login.finish(answerOf(server.start(login.start)));
  };
  const [first, second, third] = [await begin(), await begin(), await begin()];
  expect(await server.finish(first)).toEqual(refused("UNKNOWN_TRANSACTION"));
  expect(await server.finish(second)).toMatchObject({ ok: true });
  expect(await server.finish(third)).toMatchObject({ ok: true });
});

test("a locked account refuses at every step, the other one doesn't", async () => {
  const server = makeServer();
  const login = beginLogin(owner);
  const finish = await login.finish(answerOf(server.start(login.start)));
  server.setLocked("user", true);
  expect(server.isLocked("user")).toBe(true);
  expect(await server.finish(finish)).toEqual(refused("USER_LOCKED"));
  expect(server.start({ username: "user", nonce })).toEqual(refused("USER_LOCKED"));
  expect(await logIn(server, installer)).toMatchObject({ role: "INSTALLER" });
  server.setLocked("user", false);
  expect(await logIn(server)).toMatchObject({ role: "USER" });
});

test("an account locked while a proof is being checked refuses it", async () => {
  const derivation = Promise.withResolvers<Uint8Array>();
  const saltedPasswords = new SaltedPasswords({ derive: () => derivation.promise });
  const server = makeServer({ saltedPasswords });
  const login = beginLogin(owner);
  const finish = await login.finish(answerOf(server.start(login.start)));
  const checking = server.finish(finish);
  server.setLocked("user", true);
  derivation.resolve(Buffer.alloc(32));
  expect(await checking).toEqual(refused("USER_LOCKED"));
});

test("wrong passwords lock the account where told so; a right one in between starts the count anew", async () => {
  const server = makeServer({ lockAfterFailures: 2 });
  const wrong = { user: "user", password: "wrong" } as const;
  expect(await failureOf(() => logIn(server, wrong))).toContain("AUTHENTICATION_FAILED");
  await logIn(server);
  expect(await failureOf(() => logIn(server, wrong))).toContain("AUTHENTICATION_FAILED");
  expect(server.isLocked("user")).toBe(false);
  expect(await failureOf(() => logIn(server, wrong))).toContain("AUTHENTICATION_FAILED");
  expect(server.isLocked("user")).toBe(true);
  expect(await failureOf(() => logIn(server))).toContain("USER_LOCKED");
  server.setLocked("user", false);
  expect(await failureOf(() => logIn(server, wrong))).toContain("AUTHENTICATION_FAILED");
  expect(server.isLocked("user"), "lifting a lock clears the count").toBe(false);
});

test("wrong passwords lock nothing unless told so", async () => {
  const server = makeServer();
  for (let attempt = 0; attempt < 20; attempt++) {
    await failureOf(() => logIn(server, { user: "user", password: "wrong" }));
  }
  expect(await logIn(server)).toMatchObject({ role: "USER" });
});

test("the owner changes the password: the new one counts, with a salt of its own", async () => {
  const server = makeServer();
  const { login, startAnswer, finishAnswer } = await halfway(server);
  const change = login.setPassword(finishAnswer, "new:pässword");
  expect(server.setPassword(change)).toEqual({ ok: true, answer: { changedBy: "user" } });
  expect(server.setPassword(change)).toEqual(refused("UNKNOWN_TRANSACTION"));
  expect(await failureOf(() => logIn(server))).toContain("AUTHENTICATION_FAILED");
  expect(await logIn(server, { user: "user", password: "new:pässword" })).toMatchObject({ role: "USER" });
  expect(answerOf(server.start({ username: "user", nonce })).salt).not.toBe(startAnswer.salt);
});

test("the installer sets the user's password, which lifts the user's lock", async () => {
  const server = makeServer({ accounts: { master: installer }, lockAfterFailures: 1 });
  await failureOf(() => logIn(server));
  expect(server.isLocked("user")).toBe(true);
  const { login, finishAnswer } = await halfway(server, installer);
  const change = login.setPassword(finishAnswer, "given");
  expect(server.setPassword(change)).toEqual({ ok: true, answer: { changedBy: "master" } });
  expect(await logIn(server, { user: "user", password: "given" })).toMatchObject({ role: "USER" });
  expect(await logIn(server, installer)).toMatchObject({ role: "INSTALLER" });
});

test("a new password makes the owner's logins under way void, at either step", async () => {
  const server = makeServer();
  const login = beginLogin(owner);
  const started = await login.finish(answerOf(server.start(login.start)));
  const finished = await halfway(server);
  const change = await halfway(server);
  answerOf(server.setPassword(change.login.setPassword(change.finishAnswer, "new")));
  expect(await server.finish(started)).toEqual(refused("UNKNOWN_TRANSACTION"));
  const session = finished.login.createSession(finished.finishAnswer);
  expect(server.createSession(session)).toEqual(refused("UNKNOWN_TRANSACTION"));
});

test("a password changed while a proof is being checked makes it void", async () => {
  const saltedPasswords = new SaltedPasswords();
  const server = makeServer({ saltedPasswords });
  const change = await halfway(server);
  const login = beginLogin(owner);
  const checking = server.finish(await login.finish(answerOf(server.start(login.start))));
  answerOf(server.setPassword(change.login.setPassword(change.finishAnswer, "new")));
  expect(await checking).toEqual(refused("UNKNOWN_TRANSACTION"));
});

test("a change without a password is refused", async () => {
  const server = makeServer({ accounts: { user: owner, master: { masterKey: "MK", serviceCode: "SC" } } });
  // What createSession seals for the owner is a token alone: as a change of password it lacks one.
  const { login, finishAnswer } = await halfway(server);
  expect(server.setPassword(login.createSession(finishAnswer))).toEqual(refused("BAD_MESSAGE"));
  expect(await logIn(server)).toMatchObject({ role: "USER" });
  // A token that is longer by a colon leaves an empty one.
  const empty = await halfway(server);
  const message = empty.login.createSession({ ...empty.finishAnswer, token: `${empty.finishAnswer.token}:` });
  expect(server.setPassword(message)).toEqual(refused("BAD_MESSAGE"));
  // Without the colon it is another token.
  const other = await halfway(server);
  const joined = other.login.createSession({ ...other.finishAnswer, token: `${other.finishAnswer.token}x` });
  expect(server.setPassword(joined)).toEqual(refused("BAD_MESSAGE"));
});

test("a login after the first costs the server no derivation", async () => {
  const derive = vi.fn<() => Promise<Uint8Array>>(async () => Buffer.alloc(32, 5));
  const server = makeServer({ saltedPasswords: new SaltedPasswords({ derive }) });
  const saltedPasswords = new SaltedPasswords({ derive: async () => Buffer.alloc(32, 5) });
  await logIn(server, owner, { saltedPasswords });
  await logIn(server, owner, { saltedPasswords });
  expect(derive).toHaveBeenCalledTimes(1);
});

test("an error that is no refusal is not taken for one", async () => {
  const saltedPasswords = new SaltedPasswords({ derive: () => Promise.reject(new Error("no threads")) });
  const server = makeServer({ saltedPasswords });
  const login = beginLogin(owner);
  const finish = await login.finish(answerOf(server.start(login.start)));
  await expect(server.finish(finish)).rejects.toThrow("no threads");
  const trap = {
    get transactionId(): string {
      throw new TypeError("a trap");
    },
  };
  await expect(server.finish(trap)).rejects.toThrow("a trap");
});

test.each([
  [{ rounds: minRounds - 1 }, "BAD_OPTIONS"],
  [{ rounds: maxRounds + 1 }, "BAD_OPTIONS"],
  [{ rounds: 29_000.5 }, "BAD_OPTIONS"],
  [{ transactionTtlMs: 0 }, "BAD_OPTIONS"],
  [{ transactionTtlMs: Number.NaN }, "BAD_OPTIONS"],
  [{ maxTransactions: 0 }, "BAD_OPTIONS"],
  [{ accounts: { user: { password: "" } } }, "BAD_CREDENTIALS"],
  [{ accounts: { master: { masterKey: "" } } }, "BAD_CREDENTIALS"],
  [{ accounts: { master: { masterKey: "MK", serviceCode: "" } } }, "BAD_CREDENTIALS"],
])("options are refused: %j", (options, code) => {
  expect(() => makeServer(options)).toThrow(expect.objectContaining({ code }));
});
