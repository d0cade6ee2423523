import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { pageFolder, persistedDocumentsFile } from "@plenticore/dashboard";
import sirv from "sirv";
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

/** The dashboard's files, as they are when the gateway starts; found by name in a list, so that no path leads elsewhere. */
export function createDashboardFiles(): DashboardFiles {
  const files = sirv(fileURLToPath(pageFolder), { etag: true, brotli: true, gzip: true, extensions: ["html"] });
  return (request, response, otherwise) => {
    // What is named by its content never changes; all else is asked for again each time.
    const isHashed = request.url?.startsWith("/assets/") === true;
    const headers = {
      "content-security-policy": dashboardPolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    files(request, response, () => {
      for (const name of Object.keys(headers)) response.removeHeader(name);
      otherwise();
    });
  };
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
