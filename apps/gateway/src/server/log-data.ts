import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ErrorCode, type Inverter, isPlenticoreError, type LogDataRange, PlenticoreError } from "@plenticore/core";
import type { Viewer } from "../auth/viewer.ts";
import type { Admit } from "./admission.ts";
import { type CorsGrant, corsHeaders } from "./cors.ts";
import { refuseFor } from "./respond.ts";

export interface LogDataRouteOptions {
  readonly admit: Admit;
  /** Whether the viewer may still come in. */
  readonly isCurrent: (viewer: Viewer) => boolean;
  /** Pages of these origins may read it, as they may ask `/graphql`. */
  readonly corsOrigins: () => readonly string[];
}

export type LogDataRoute = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The file's name stands in a header that pages can't read unasked. */
const cors: CorsGrant = {
  methods: ["GET", "OPTIONS"],
  allowedHeaders: ["authorization"],
  exposedHeaders: ["content-disposition"],
};

const allow = cors.methods.join(", ");

const route = /^\/inverters\/([^/]+)\/logdata\.tsv$/;

/** `GET /inverters/{id}/logdata.tsv?begin&end`: an inverter's log for spreadsheets, passed through as the inverter prints it. */
export function createLogDataRoute(options: LogDataRouteOptions): (path: string) => LogDataRoute | undefined {
  return (path) => {
    const id = route.exec(path)?.[1];
    if (id === undefined) return undefined;
    return (request, response) => answer(options, decoded(id), request, response);
  };
}

async function answer(
  options: LogDataRouteOptions,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const granted = corsHeaders(request, options.corsOrigins(), cors);
  for (let at = 0; at < granted.length; at += 2) response.setHeader(granted[at] ?? "", granted[at + 1] ?? "");
  // Asked by browsers before they send a key.
  if (request.method === "OPTIONS") return void response.writeHead(204, { allow }).end();
  const caller = new AbortController();
  response.once("close", () => caller.abort());
  try {
    const viewer = await options.admit(request);
    if (request.method !== "GET") {
      response.setHeader("allow", allow);
      return refuseFor(response, 405, new PlenticoreError("BAD_INPUT", "only GET is possible here"));
    }
    const inverter = viewer.fleet.inverter(id);
    if (inverter === undefined) throw new PlenticoreError("NOT_FOUND", `there is no inverter "${id}"`);
    const range = rangeOf(request);
    const file = await inverter.logDataFile({ ...range, signal: caller.signal });
    response.writeHead(200, {
      "content-type": "text/tab-separated-values; charset=utf-8",
      "content-disposition": disposition(inverter, range),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    const sent = whileWelcome(file, () => options.isCurrent(viewer));
    await pipeline(Readable.from(sent, { objectMode: false }), response);
  } catch (error) {
    // Who went away wants no answer; a log that breaks off must not look whole.
    if (caller.signal.aborted || response.headersSent) response.destroy();
    else if (isPlenticoreError(error)) refuseFor(response, statuses[error.code] ?? 502, error);
    else throw error;
  }
}

/** A download takes minutes: whose key is revoked, or token expires meanwhile, gets no more of it. */
async function* whileWelcome(file: AsyncIterable<Uint8Array>, isWelcome: () => boolean): AsyncGenerator<Uint8Array> {
  for await (const chunk of file) {
    if (!isWelcome()) throw new PlenticoreError("UNAUTHENTICATED", "the key was revoked, or the token has expired");
    yield chunk;
  }
}

/** Of what is not the inverter's failure. */
const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  FORBIDDEN_FOR_ROLE: 403,
  NOT_FOUND: 404,
  NOT_AVAILABLE: 404,
  BAD_INPUT: 400,
  LIMIT_EXCEEDED: 429,
  INTERNAL: 500,
  DEVICE_BUSY: 503,
  DISCONNECTED: 503,
  CANCELLED: 503,
  UNREACHABLE_TIMEOUT: 504,
};

/** @throws PlenticoreError BAD_INPUT of any other parameter: a mistyped one would have the whole log downloaded */
function rangeOf({ url = "" }: IncomingMessage): LogDataRange {
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  const unknown = [...query.keys()].find((name) => name !== "begin" && name !== "end");
  if (unknown !== undefined) {
    throw new PlenticoreError("BAD_INPUT", `there is no parameter "${unknown}": a log has begin and end`);
  }
  const day = (name: "begin" | "end"): string | undefined => {
    const text = query.get(name);
    return text === null || text === "" ? undefined : text;
  };
  const [begin, end] = [day("begin"), day("end")];
  return { ...(begin && { begin }), ...(end && { end }) };
}

function disposition({ id }: Inverter, { begin, end }: LogDataRange): string {
  const name = [id, "log", begin, end === begin ? undefined : end].filter((part) => part !== undefined).join("-");
  const plain = name.replaceAll(/[^\w.-]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}.tsv"; filename*=UTF-8''${encoded}.tsv`;
}

/** What is no encoding at all is the id of no inverter. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
