import { webcrypto } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { open, seal } from "../src/sealing.ts";

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const iv = fc.constantFrom(12, 16).chain((n) => fc.uint8Array({ minLength: n, maxLength: n }));

test("seals as WebCrypto does, and opens what it sealed", async () => {
  await fc.assert(
    fc.asyncProperty(key, iv, fc.string({ minLength: 1, unit: "grapheme" }), async (k, v, text) => {
      const sealed = seal(k, v, text);
      const subtleKey = await webcrypto.subtle.importKey("raw", Buffer.from(k), "AES-GCM", false, ["encrypt"]);
      const algorithm = { name: "AES-GCM", iv: Buffer.from(v), tagLength: 128 };
      const both = Buffer.from(await webcrypto.subtle.encrypt(algorithm, subtleKey, Buffer.from(text, "utf8")));
      expect(sealed).toEqual({
        iv: Buffer.from(v).toString("base64"),
        payload: both.subarray(0, -16).toString("base64"),
        tag: both.subarray(-16).toString("base64"),
      });
      expect(open(k, sealed)).toBe(text);
    }),
  );
});

test("does not open with another key", () => {
  const sealed = seal(Buffer.alloc(32, 1), Buffer.alloc(12), "token");
  expect(open(Buffer.alloc(32, 1), sealed)).toBe("token");
  expect(open(Buffer.alloc(32, 2), sealed)).toBeUndefined();
});
