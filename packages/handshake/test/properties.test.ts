import fc from "fast-check";
import { expect, test } from "vitest";
import type { Credentials } from "../src/index.ts";
import { answerOf, failureOf, halfway, installer, logIn, makeServer, owner, type Wire } from "./login.ts";

const secret = fc.oneof(
  fc.string({ minLength: 1, unit: "grapheme" }),
  fc.string({ minLength: 1, unit: "binary" }),
  fc.constantFrom(":", "a:b", " ", "\0", "\u00fc", "u\u0308", "n=user,r=", "x".repeat(1_000)),
);
const credentials: fc.Arbitrary<Credentials> = fc.oneof(
  secret.map((password) => ({ user: "user" as const, password })),
  secret.map((masterKey) => ({ user: "master" as const, masterKey })),
  fc.tuple(secret, secret).map(([masterKey, serviceCode]) => ({ user: "master" as const, masterKey, serviceCode })),
);
const ivLength = fc.constantFrom<(12 | 16)[]>(12, 16);
const accountsOf = (known: Credentials) => (known.user === "user" ? { user: known } : { master: known });

test("whatever the secret and the service code, both sides agree", async () => {
  await fc.assert(
    fc.asyncProperty(credentials, ivLength, async (known, length) => {
      const session = await logIn(makeServer({ accounts: accountsOf(known) }), known, { ivLength: length });
      expect(session).toMatchObject({ username: known.user, sessionId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    }),
    { numRuns: 150 },
  );
});

test("a secret that differs at all is refused: nothing is trimmed or normalised", async () => {
  const pairs = fc.oneof(
    fc.tuple(secret, secret),
    secret.map((text): [string, string] => [text, `${text} `]),
    fc.constant<[string, string]>(["\u00fc", "u\u0308"]),
    fc.constant<[string, string]>(["\u212b", "\u00c5"]),
  );
  await fc.assert(
    fc.asyncProperty(pairs, async ([known, given]) => {
      // HMAC pads short keys with zeros: in PBKDF2 a trailing NUL is no difference, on any side.
      fc.pre(known.replace(/\0+$/, "") !== given.replace(/\0+$/, "") && Buffer.byteLength(known + given) <= 64);
      const server = makeServer({ accounts: { user: { password: known } } });
      const failure = await failureOf(() => logIn(server, { user: "user", password: given }));
      expect(failure).toContain("AUTHENTICATION_FAILED");
    }),
    { numRuns: 80 },
  );
});

test("any new password is the one that opens afterwards", async () => {
  await fc.assert(
    fc.asyncProperty(secret, ivLength, async (password, length) => {
      const server = makeServer();
      const { login, finishAnswer } = await halfway(server, owner, { ivLength: length });
      answerOf(server.setPassword(login.setPassword(finishAnswer, password)));
      expect(await logIn(server, { user: "user", password })).toMatchObject({ role: "USER" });
    }),
    { numRuns: 80 },
  );
});

const messageNames = ["start", "startAnswer", "finish", "finishAnswer", "createSession"] as const;
const flip = fc.record({
  name: fc.constantFrom(...messageNames),
  position: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bit: fc.integer({ min: 0, max: 7 }),
});

/** A wire that turns one bit of one message, and tells whether it did. */
function flippingWire({ name, position, bit }: { name: string; position: number; bit: number }): {
  wire: Wire;
  flipped: () => boolean;
} {
  let done = false;
  const wire: Wire = (current, message) => {
    const text = Buffer.from(JSON.stringify(message), "utf8");
    if (current === name) {
      const index = Math.floor(position * text.length);
      text[index] = (text[index] ?? 0) ^ (1 << bit);
      done = true;
    }
    return JSON.parse(text.toString("utf8"));
  };
  return { wire, flipped: () => done };
}

test("one flipped bit in any message makes the login fail", async () => {
  const server = makeServer();
  await fc.assert(
    fc.asyncProperty(flip, fc.constantFrom(owner, installer), async (change, known) => {
      const { wire, flipped } = flippingWire(change);
      const failure = await failureOf(() => logIn(server, known, {}, wire));
      expect(flipped()).toBe(true);
      expect(failure).toMatch(
        /^(SyntaxError|BAD_MESSAGE$|SERVER_SIGNATURE_MISMATCH$|Error: refused: (BAD_MESSAGE|UNKNOWN_USER|UNKNOWN_TRANSACTION|AUTHENTICATION_FAILED|WRONG_SERVICE_CODE)$)/,
      );
    }),
    { numRuns: 1_000 },
  );
});

test("one flipped bit in the bytes behind any base64 member makes the login fail", async () => {
  const server = makeServer();
  const members = {
    start: ["nonce"],
    startAnswer: ["nonce", "transactionId", "salt"],
    finish: ["transactionId", "proof"],
    finishAnswer: ["signature"],
    createSession: ["transactionId", "iv", "tag", "payload"],
  };
  const places = Object.entries(members).flatMap(([name, of]) => of.map((member) => ({ name, member })));
  for (const { name, member } of places) {
    for (const index of [0, 5, 11]) {
      const wire: Wire = (current, message) => {
        const copy = JSON.parse(JSON.stringify(message));
        if (current === name) {
          const bytes = Buffer.from(copy[member], "base64");
          bytes[index] = (bytes[index] ?? 0) ^ 1;
          copy[member] = bytes.toString("base64");
        }
        return copy;
      };
      expect(await failureOf(() => logIn(server, owner, {}, wire)), `${name}/${member}`).not.toBe("no failure");
    }
  }
  expect(places).toHaveLength(11);
});
