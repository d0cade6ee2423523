import { inspect } from "node:util";
import { expect, test } from "vitest";
import { beginLogin, HandshakeError, isHandshakeError, SaltedPasswords } from "../src/index.ts";
import { answerOf, halfway, makeServer } from "./login.ts";

const secrets = { password: "hunter2-password", masterKey: "hunter2-masterkey", serviceCode: "hunter2-servicecode" };
const owner = { user: "user", password: secrets.password } as const;
const installer = { user: "master", masterKey: secrets.masterKey, serviceCode: secrets.serviceCode } as const;

/** Every way in which an object may end up in a log. */
function shown(value: unknown): string {
  const options = { showHidden: true, depth: 20, getters: true, maxArrayLength: null } as const;
  return [inspect(value, options), JSON.stringify(value), String(value), Object.entries(Object(value)).join()].join(
    "\n",
  );
}

function expectNoSecret(value: unknown): void {
  const text = shown(value);
  for (const form of ["utf8", "hex", "base64"] as const) {
    for (const secret of [...Object.values(secrets), "hunter2-new"]) {
      expect(text).not.toContain(Buffer.from(secret).toString(form));
    }
  }
}

test("neither side nor the memory shows a secret at any step", async () => {
  const server = makeServer({ accounts: { user: owner, master: installer } });
  const saltedPasswords = new SaltedPasswords();
  for (const credentials of [owner, installer]) {
    expectNoSecret(beginLogin(credentials));
    const { login, finishAnswer } = await halfway(server, credentials, { saltedPasswords });
    for (const value of [login, server, saltedPasswords]) expectNoSecret(value);
    const change = login.setPassword(finishAnswer, "hunter2-new");
    for (const value of [login, change, answerOf(server.setPassword(change)), server]) expectNoSecret(value);
  }
});

test("no error tells what was given or received", async () => {
  const errors: unknown[] = [];
  const collect = async (step: () => unknown): Promise<void> => {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  };
  const { login, finishAnswer } = await halfway(makeServer({ accounts: { user: owner } }), owner);
  await collect(() => beginLogin({ user: "user", password: `${secrets.password}\ud800` }));
  await collect(() => beginLogin({ user: "master", masterKey: `${secrets.masterKey}\ud800` }));
  await collect(() => beginLogin({ ...installer, serviceCode: `${secrets.serviceCode}\ud800` }));
  await collect(() => login.setPassword(finishAnswer, "hunter2-new\ud800"));
  await collect(() => login.finish({ nonce: secrets.password, transactionId: "", salt: "", rounds: 0 }));
  await collect(() => login.createSession({ ...finishAnswer, signature: secrets.password }));
  await collect(() => login.createSession({ ...finishAnswer, signature: Buffer.alloc(32).toString("base64") }));
  await collect(() => login.createSession(finishAnswer));
  expect(errors).toHaveLength(8);
  for (const error of errors) {
    expect(isHandshakeError(error)).toBe(true);
    expectNoSecret(error);
  }
});

test("the guard knows our errors from others", () => {
  expect(isHandshakeError(new HandshakeError("BAD_MESSAGE", "x"))).toBe(true);
  expect(isHandshakeError(new Error("x"))).toBe(false);
  expect(isHandshakeError({ code: "BAD_MESSAGE" })).toBe(false);
});
