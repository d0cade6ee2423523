/** Host and port of an inverter's url, in one way of writing; by http and by https it is the same device. Undefined where it is none. */
export function addressOf(url: unknown): string | undefined {
  const parsed = typeof url === "string" ? URL.parse(url) : null;
  return parsed?.protocol === "http:" || parsed?.protocol === "https:" ? parsed.host : undefined;
}
