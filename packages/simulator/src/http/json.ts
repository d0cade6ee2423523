/** JSON as the device prints it: pure ASCII, and either with Python's blanks or compact with escaped slashes. */
export function printJson(value: unknown, style: "spaced" | "compact"): string {
  if (style === "compact") return ascii(JSON.stringify(value).replaceAll("/", "\\/"));
  // With an indent, line breaks stand between tokens and nowhere else: strings have theirs escaped.
  return ascii(JSON.stringify(value, undefined, 1).replaceAll(/,\n */g, ", ").replaceAll(/\n */g, ""));
}

function ascii(text: string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
