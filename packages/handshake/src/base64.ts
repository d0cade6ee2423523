/** The bytes of a canonical standard base64 text; undefined for any other text. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  // Node reads url-safe, unpadded and dirty texts too: only the canonical one comes back the same.
  return bytes.toString("base64") === text ? bytes : undefined;
}

export const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
