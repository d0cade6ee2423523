import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";

const folder = new URL("./dist/stories/", import.meta.resolve("@plenticore/dashboard/package.json"));
const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** The gateway's policy for the page holds for its stories, too. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
].join("; ");

export interface Stories extends AsyncDisposable {
  /** @param search as in `?only=night&lang=de` */
  readonly url: (search?: string) => string;
}

/** Serves the dashboard's story page, which no gateway serves. */
export async function serveStories(): Promise<Stories> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://stories").pathname.slice(1);
    readFile(new URL(name, folder)).then(
      (content) => {
        response.setHeader("content-type", types[extname(name)] ?? "application/octet-stream");
        response.setHeader("content-security-policy", policy);
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (search = "") => `http://127.0.0.1:${port}/stories.html${search}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
