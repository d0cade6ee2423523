export type AddressProblem = "empty" | "scheme" | "invalid" | "path" | "credentials";

/** An inverter's url as the gateway wants it: `http://host` or `https://host`, perhaps a port, no path. */
export type Address = { readonly url: string } | { readonly problem: AddressProblem };

/** People type what they know: "192.168.1.50" is http://192.168.1.50, and a page's address copied from the browser loses its end. */
export function addressOf(typed: string): Address {
  const text = typed.trim();
  if (text === "") return { problem: "empty" };
  // The browser's parser writes a blank as %20, or drops it.
  if (/\s/.test(text)) return { problem: "invalid" };
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const url = URL.parse(hasScheme ? text : `http://${text}`);
  if (url === null || url.hostname === "") return { problem: "invalid" };
  if (url.protocol !== "http:" && url.protocol !== "https:") return { problem: "scheme" };
  // A password in an address would end up in logs and in the configuration.
  if (url.username !== "" || url.password !== "") return { problem: "credentials" };
  if (url.pathname !== "/" || url.search !== "") return { problem: "path" };
  return { url: url.origin };
}
