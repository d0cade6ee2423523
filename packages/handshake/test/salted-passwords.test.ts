import { pbkdf2Sync } from "node:crypto";
import { Session } from "node:inspector/promises";
import { expect, test } from "vitest";
import { SaltedPasswords } from "../src/index.ts";

const salt = Buffer.from("salt");

/** Derivations that end when told to, and are counted while they run. */
function derivations() {
  const begun: { secret: string; end: (value?: Uint8Array) => void; fail: (error: Error) => void }[] = [];
  let running = 0;
  let most = 0;
  const derive = (secret: string): Promise<Uint8Array> => {
    running += 1;
    most = Math.max(most, running);
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    begun.push({
      secret,
      end: (value = Buffer.from(secret)) => {
        running -= 1;
        resolve(value);
      },
      fail: (error) => {
        running -= 1;
        reject(error);
      },
    });
    return promise;
  };
  const secrets = () => begun.map(({ secret }) => secret);
  return { begun, derive, secrets, most: () => most };
}

/** Lets everything happen that needs no more than promises. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const toBuffer = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

test("derives PBKDF2-HMAC-SHA-256 of 32 bytes", async () => {
  const want = pbkdf2Sync("pässword", salt, 1_000, 32, "sha256");
  expect(Buffer.from(await new SaltedPasswords().get("pässword", salt, 1_000))).toEqual(want);
});

test("those who want the same at once share one derivation, and later ones cost none", async () => {
  const { begun, derive, secrets } = derivations();
  const memory = new SaltedPasswords({ derive });
  const both = [memory.get("a", salt, 1), memory.get("a", salt, 1)];
  await settle();
  expect(secrets()).toEqual(["a"]);
  begun[0]?.end();
  expect(await Promise.all(both)).toEqual([toBuffer("a"), toBuffer("a")]);
  expect(await memory.get("a", salt, 1)).toEqual(toBuffer("a"));
  expect(secrets()).toEqual(["a"]);
  expect(memory.size).toBe(1);
});

test("one derivation runs at a time, over all memories, in the order asked for", async () => {
  const { begun, derive, secrets, most } = derivations();
  const [one, other] = [new SaltedPasswords({ derive }), new SaltedPasswords({ derive })];
  const asked = [one.get("a", salt, 1), other.get("b", salt, 1), one.get("c", salt, 1), other.get("d", salt, 1)];
  for (const count of [1, 2, 3, 4]) {
    await settle();
    expect(begun).toHaveLength(count);
    begun.at(-1)?.end();
  }
  await Promise.all(asked);
  expect(secrets()).toEqual(["a", "b", "c", "d"]);
  expect(most()).toBe(1);
});

test("a derivation that fails is told to those who asked, holds nobody up, and is not kept", async () => {
  const { begun, derive, secrets } = derivations();
  const memory = new SaltedPasswords({ derive });
  const failing = memory.get("a", salt, 1);
  const behind = memory.get("b", salt, 1);
  await settle();
  begun[0]?.fail(new Error("no threads"));
  await expect(failing).rejects.toThrow("no threads");
  await settle();
  begun[1]?.end();
  await behind;
  expect(memory.size).toBe(1);
  const again = memory.get("a", salt, 1);
  await settle();
  begun[2]?.end();
  expect(await again).toEqual(toBuffer("a"));
  expect(secrets()).toEqual(["a", "b", "a"]);
});

test("a failure of what was forgotten in the meantime does not remove its successor", async () => {
  const { begun, derive } = derivations();
  const memory = new SaltedPasswords({ derive });
  const first = memory.get("a", salt, 1);
  await settle();
  memory.clear();
  const second = memory.get("a", salt, 1);
  begun[0]?.fail(new Error("no threads"));
  await expect(first).rejects.toThrow("no threads");
  expect(memory.size).toBe(1);
  await settle();
  begun[1]?.end();
  await second;
});

test("secret, salt and rounds all count, however they are cut", async () => {
  const asked: string[] = [];
  const memory = new SaltedPasswords({
    derive: async (secret, bytes, rounds) => {
      asked.push([secret, Buffer.from(bytes).toString(), rounds].join("|"));
      return Buffer.alloc(32);
    },
  });
  const triples: [string, string, number][] = [
    ["a", "b", 1],
    ["a", "b", 12],
    ["a", "b1", 2],
    ["ab", "", 1],
    ["", "ab", 1],
    ["a1:b", "", 1],
    ["A", "b", 1],
  ];
  for (const [secret, bytes, rounds] of triples) await memory.get(secret, Buffer.from(bytes), rounds);
  expect(asked).toEqual(triples.map((triple) => triple.join("|")));
  for (const [secret, bytes, rounds] of triples) await memory.get(secret, Buffer.from(bytes), rounds);
  expect(asked).toHaveLength(triples.length);
});

test("of too many the one not used for longest is forgotten", async () => {
  const asked: string[] = [];
  const memory = new SaltedPasswords({
    maxEntries: 2,
    derive: async (secret) => {
      asked.push(secret);
      return Buffer.alloc(32);
    },
  });
  for (const secret of ["a", "b", "a", "c", "a", "b"]) await memory.get(secret, salt, 1);
  expect(asked).toEqual(["a", "b", "c", "b"]);
  expect(memory.size).toBe(2);
});

test("what one caller does to the bytes is not seen by another", async () => {
  const memory = new SaltedPasswords({ derive: async () => Buffer.alloc(4, 1) });
  (await memory.get("a", salt, 1)).fill(9);
  expect(await memory.get("a", salt, 1)).toEqual(Uint8Array.of(1, 1, 1, 1));
});

test.each([0, -1, 1.5, Number.NaN])("maxEntries %d is refused", (maxEntries) => {
  expect(() => new SaltedPasswords({ maxEntries })).toThrow(expect.objectContaining({ code: "BAD_OPTIONS" }));
});

test("its private fields, as a debugger sees them, hold no secret and a different key in each instance", async () => {
  const derive = async (): Promise<Uint8Array> => Buffer.alloc(32);
  const keys: unknown[] = [];
  for (const memory of [new SaltedPasswords({ derive }), new SaltedPasswords({ derive })]) {
    await memory.get("hunter2hunter2", salt, 1);
    keys.push(...(await privateMapKeys(memory)));
  }
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(2);
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});

/** The keys of all Maps in private fields of an object. */
async function privateMapKeys(object: object): Promise<unknown[]> {
  const session = new Session();
  session.connect();
  // The types of Node's inspector don't know private properties.
  const post = (method: string, params: object): Promise<unknown> => session.post(method, params);
  Reflect.set(globalThis, "inspected", object);
  const inspected = await post("Runtime.evaluate", { expression: "globalThis.inspected" });
  const { objectId } = (inspected as { result: { objectId: string } }).result;
  const { privateProperties } = (await post("Runtime.getProperties", { objectId })) as {
    privateProperties: { value: { subtype?: string; objectId: string } }[];
  };
  const keys: unknown[] = [];
  for (const { value } of privateProperties.filter((property) => property.value.subtype === "map")) {
    const { result } = (await post("Runtime.callFunctionOn", {
      objectId: value.objectId,
      functionDeclaration: "function () { return [...this.keys()]; }",
      returnByValue: true,
    })) as { result: { value: unknown[] } };
    keys.push(...result.value);
  }
  Reflect.deleteProperty(globalThis, "inspected");
  session.disconnect();
  return keys;
}
