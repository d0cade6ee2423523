import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeBase64 } from "../src/base64.ts";
import { beginLogin, type Credentials, HandshakeServer } from "../src/index.ts";

// Printed by independent.py, which shares nothing with src but PROTOCOL.md: a mistake made on both sides of src shows here.
interface Vector {
  name: string;
  credentials: Credentials;
  newPassword: string | null;
  start: { username: "user" | "master"; nonce: string };
  startAnswer: { nonce: string; transactionId: string; salt: string; rounds: number };
  finish: { transactionId: string; proof: string };
  finishAnswer: { token: string; signature: string };
  last: { transactionId: string; iv: string; tag: string; payload: string };
}

const frozen = readFileSync(new URL("vectors.json", import.meta.url), "utf8");
const vectors: readonly Vector[] = JSON.parse(frozen);

const bytes = (base64: string): Buffer => decodeBase64(base64) ?? Buffer.alloc(0);

/** Gives these one after the other and complains when another length is asked for. */
function scripted(...parts: readonly Uint8Array[]): (count: number) => Uint8Array {
  const left = [...parts];
  return (count) => {
    const next = left.shift();
    expect(next?.length, "length asked of the random source").toBe(count);
    return next ?? Buffer.alloc(count);
  };
}

test("there are vectors for both users, both iv lengths and both last messages", () => {
  const kinds = new Set(
    vectors.map(({ credentials, last, newPassword }) =>
      [credentials.user, bytes(last.iv).length, newPassword === null].join(),
    ),
  );
  expect(vectors).toHaveLength(8);
  expect([...kinds].sort()).toEqual([
    "master,12,true",
    "master,16,false",
    "master,16,true",
    "user,12,true",
    "user,16,false",
    "user,16,true",
  ]);
});

test.each(vectors)("the client says what the independent one says: $name", async (vector) => {
  const iv = bytes(vector.last.iv);
  const login = beginLogin(vector.credentials, {
    randomBytes: scripted(bytes(vector.start.nonce), iv),
    ivLength: iv.length === 12 ? 12 : 16,
  });
  expect(login.start).toEqual(vector.start);
  expect(await login.finish(vector.startAnswer)).toEqual(vector.finish);
  const last =
    vector.newPassword === null
      ? login.createSession(vector.finishAnswer)
      : login.setPassword(vector.finishAnswer, vector.newPassword);
  expect(last).toEqual(vector.last);
});

test.each(vectors)("the server answers what the independent one expects: $name", async (vector) => {
  const { credentials, startAnswer, finishAnswer } = vector;
  const [salt, other] = [bytes(startAnswer.salt), Buffer.alloc(16)];
  const isUser = credentials.user === "user";
  const session = Buffer.alloc(32, 7);
  const server = new HandshakeServer({
    accounts: isUser ? { user: credentials } : { master: credentials },
    rounds: startAnswer.rounds,
    now: () => 0,
    randomBytes: scripted(
      ...(isUser ? [salt, other] : [other, salt]),
      bytes(startAnswer.transactionId),
      bytes(startAnswer.nonce),
      Buffer.from(finishAnswer.token, "hex"),
      ...(vector.newPassword === null ? [session] : [other]),
    ),
  });
  expect(server.start(vector.start)).toEqual({ ok: true, answer: startAnswer });
  expect(await server.finish(vector.finish)).toEqual({ ok: true, answer: finishAnswer });
  const username = credentials.user;
  const opened = { sessionId: session.toString("hex"), username, role: isUser ? "USER" : "INSTALLER" };
  expect(vector.newPassword === null ? server.createSession(vector.last) : server.setPassword(vector.last)).toEqual({
    ok: true,
    answer: vector.newPassword === null ? opened : { changedBy: username },
  });
});

const python = spawnSync("python3", ["--version"]).status === 0;
const required = process.env["REQUIRE_ALL"] === "1";
if (!python && !required) console.log("skipped: the vectors are not printed anew; install python3");

test.skipIf(!python && !required)("the vectors are what the independent implementation prints", () => {
  const script = new URL("independent.py", import.meta.url);
  const { stdout, stderr } = spawnSync("python3", [script.pathname], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe(frozen);
});
