import { createCipheriv, createDecipheriv } from "node:crypto";
import { encodeBase64 } from "./base64.ts";
import { type Sealed, tagBytes } from "./messages.ts";

const algorithm = "aes-256-gcm";

/** Encrypts a text under the protocol key; `iv` must never be used twice with one key. */
export function seal(key: Uint8Array, iv: Uint8Array, plaintext: string): Sealed {
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  const payload = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return { iv: encodeBase64(iv), tag: cipher.getAuthTag().toString("base64"), payload: payload.toString("base64") };
}

/** The plaintext of a checked message; undefined when it was not sealed with this key or was changed on its way. */
export function open(key: Uint8Array, { iv, tag, payload }: Sealed): string | undefined {
  const decipher = createDecipheriv(algorithm, key, Buffer.from(iv, "base64"), { authTagLength: tagBytes });
  decipher.setAuthTag(Buffer.from(tag, "base64"));
  const plaintext = decipher.update(Buffer.from(payload, "base64"));
  try {
    decipher.final();
  } catch {
    // The only failure of `final` is a tag that doesn't fit, which is an answer here.
    return undefined;
  }
  return plaintext.toString("utf8");
}
