import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { pageFolder, persistedDocumentsFile } from "@plenticore/dashboard";
import { readManifest } from "../config/manifest.ts";

/** Nothing but its own files and this gateway: the page works without the internet, and runs nobody else's scripts. */
export const dashboardPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers with a file of the dashboard, or calls `otherwise` where there is none at the path. */
export type DashboardFiles = (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => void;

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html;charset=utf-8",
  ".js": "text/javascript;charset=utf-8",
  ".css": "text/css;charset=utf-8",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

/** How a file is told in the answer's headers, and its ending beside the file; the smallest first. */
const encodings = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
] as const;

interface Body {
  readonly bytes: Buffer;
  readonly etag: string;
}

interface Served {
  readonly headers: Readonly<Record<string, string>>;
  readonly plain: Body;
  readonly encoded: ReadonlyMap<string, Body>;
}

/**
 * The dashboard's files, as they are when the gateway starts: about a megabyte, kept in memory. No request opens a file, so
 * that nobody holds one by leaving, and a build beside a gateway that runs takes nothing away from it.
 */
export function createDashboardFiles(): DashboardFiles {
  const files = readFiles(fileURLToPath(pageFolder));
  return (request, response, otherwise) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const file = files.get(path === "/" ? "/index.html" : path);
    if (file === undefined) {
      otherwise();
      return;
    }
    const encoding = encodings.find(({ name }) => file.encoded.has(name) && accepts(request, name))?.name;
    const { bytes, etag } = (encoding && file.encoded.get(encoding)) ?? file.plain;
    const headers = { ...file.headers, etag, ...(encoding && { "content-encoding": encoding }) };
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(200, { ...headers, "content-length": bytes.length });
    response.end(request.method === "HEAD" ? undefined : bytes);
  };
}

function readFiles(folder: string): ReadonlyMap<string, Served> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names.flatMap((name): [string, Served][] => {
      const mediaType = mediaTypes[extname(name)];
      // What the build left there for others has none of these endings.
      if (mediaType === undefined) return [];
      const file = join(folder, name);
      const path = `/${name.split(sep).join("/")}`;
      const encoded = encodings
        .filter(({ ending }) => existsSync(`${file}${ending}`))
        .map(({ name: encoding, ending }) => [encoding, bodyOf(`${file}${ending}`)] as const);
      return [[path, { headers: headersOf(path, mediaType), plain: bodyOf(file), encoded: new Map(encoded) }]];
    }),
  );
}

function bodyOf(file: string): Body {
  const bytes = readFileSync(file);
  return { bytes, etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"` };
}

const headersOf = (path: string, mediaType: string) => ({
  "content-type": mediaType,
  "content-security-policy": dashboardPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  // What is named by its content never changes; all else is asked for again each time.
  "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  vary: "Accept-Encoding",
});

/** Whether an encoding is named in `Accept-Encoding` (RFC 9110, 12.5.3), and not with weight 0. */
function accepts({ headers }: IncomingMessage, encoding: string): boolean {
  const named = (headers["accept-encoding"] ?? "").split(",");
  const found = named.map((part) => part.split(";")).find(([name]) => name?.trim().toLowerCase() === encoding);
  return found !== undefined && !/^\s*q=0(\.0*)?\s*$/i.test(found[1] ?? "");
}

/**
 * What the dashboard asks for, by the ids that it sends.
 *
 * @throws Error where the dashboard is not built
 */
export function dashboardDocuments(): ReadonlyMap<string, string> {
  const read = readManifest(fileURLToPath(persistedDocumentsFile), "/");
  if ("mistake" in read) throw new Error(`the dashboard is not built: ${read.mistake}`);
  return read.documents;
}
