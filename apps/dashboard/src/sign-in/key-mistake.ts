/** What can't be a key, told before it is sent: no header could carry it. Undefined: it may be one. */
export function mistakeOf(typed: string): "empty" | "notAKey" | undefined {
  const key = typed.trim();
  if (key === "") return "empty";
  return /^[\x21-\x7e]+$/.test(key) && !/^bearer\b/i.test(key) ? undefined : "notAKey";
}
