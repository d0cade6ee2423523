const bytesALine = 8;

/** A fingerprint as browsers and the configuration have it, "AB:CD:…", in lines that can be compared one by one. */
export function fingerprintLines(fingerprint256: string): string[] {
  const bytes =
    fingerprint256
      .replace(/[^0-9a-f]/gi, "")
      .toUpperCase()
      .match(/.{2}/g) ?? [];
  return Array.from({ length: Math.ceil(bytes.length / bytesALine) }, (_, line) =>
    bytes.slice(line * bytesALine, (line + 1) * bytesALine).join(":"),
  );
}
