/** A fingerprint in groups that can be compared aloud: two bytes together, in lines of eight. */
export function fingerprintLines(fingerprint256: string): string[] {
  const digits = fingerprint256.replace(/[^0-9a-f]/gi, "").toUpperCase();
  const groups = digits.match(/.{1,4}/g) ?? [];
  return Array.from({ length: Math.ceil(groups.length / 8) }, (_, line) =>
    groups.slice(line * 8, line * 8 + 8).join(" "),
  );
}
