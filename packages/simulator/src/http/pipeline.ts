import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Handler,
  matchRoute,
  type OperationEntry,
  type OperationId,
  operations,
  type RawRequest,
  readRequest,
} from "@plenticore/rest";
import type { Device } from "../device.ts";
import { BUSY, type Call, NOT_AUTHORIZED, page, refusal } from "../operations/call.ts";
import { handlers } from "../operations/index.ts";
import { flood, replyOf, spoiled } from "./disturbance.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Gate } from "./gate.ts";
import { applyMask, parseMask } from "./mask.ts";
import { type Reply, send } from "./reply.ts";
import { apiPath, parseBody, readBody, sessionIdOf } from "./request.ts";
import type { RequestStats } from "./stats.ts";

export interface Pipeline {
  readonly device: Device;
  readonly stats: RequestStats;
  readonly faults: Faults;
  readonly gate: Gate;
  readonly latencyMs: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

interface Arrival {
  readonly operation: OperationId;
  readonly pathname: string;
  readonly raw: Omit<RawRequest, "body">;
  readonly text: string;
  readonly sessionId: string | undefined;
}

/** Operations that need no session: the login itself and what FACTS 1.7 names. */
const OPEN: ReadonlySet<OperationId> = new Set<OperationId>([
  "post_auth_start",
  "post_auth_finish",
  "post_auth_create_session",
  "post_auth_set_password",
  "get_user",
  "get_version",
]);

/** One request from its arrival to its answer. Resolves when all is written or the client is gone. */
export async function serve(pipeline: Pipeline, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = apiPath(request.url ?? "/");
  const method = request.method ?? "GET";
  const match = target === undefined ? undefined : matchRoute(method, canonical(pipeline.device, target.pathname));
  const operation = match?.found === true ? match.operation : undefined;
  pipeline.stats.arrived(operation);
  const { stats } = pipeline;
  const gauge = operation === "post_logdata_download" ? stats.downloadsUnderWay : stats.requestsUnderWay;
  const leave = gauge.enter();
  response.once("close", () => {
    leave();
    if (!response.writableFinished) stats.abandoned();
  });

  const text = await readBody(request);
  const style = pipeline.device.behaviour.json;
  const reply = (answer: Reply): Promise<void> => {
    pipeline.stats.answered(answer.status);
    // Before the first byte: whoever has the answer may send the next request at once.
    leave();
    return send(response, answer, style);
  };
  const { state } = pipeline.device.boot;
  if (state === "booting") return reply(page(502, "502 Bad Gateway"));
  if (target === undefined || match === undefined) return reply(page(404, "404 Not Found"));
  if (!match.found) return reply(unrouted(method, match.allow));
  if (state === "warming") return reply(refusal(503, BUSY));
  if (text === undefined) return reply(page(413, "413 Request Entity Too Large"));
  const raw = { path: match.path, query: target.query, headers: request.headers };
  const { pathname } = target;
  const arrival = { operation: match.operation, pathname, raw, text, sessionId: sessionIdOf(request) };
  return answer(pipeline, arrival, response, reply);
}

/** Through the gate, past the faults, to the handler. */
async function answer(
  pipeline: Pipeline,
  arrival: Arrival,
  response: ServerResponse,
  reply: (answer: Reply) => Promise<void>,
): Promise<void> {
  const { device, gate, sleep } = pipeline;
  if (gate.isFull && device.behaviour.overload === 503) return reply(refusal(503, BUSY));
  const leave = await gate.enter();
  response.once("close", leave);
  try {
    const latency = pipeline.latencyMs();
    if (latency > 0) await sleep(latency);
    const fault = pipeline.faults.take({
      operation: arrival.operation,
      needsSession: !OPEN.has(arrival.operation),
      path: arrival.pathname,
      body: arrival.text,
    });
    if (fault !== undefined) {
      // Whoever gets no end must not keep the others waiting.
      if (fault.kind === "offline" || fault.kind === "huge") leave();
      const ended = await disturb(fault, pipeline, response);
      if (ended) return undefined;
    }
    const instead = fault === undefined ? undefined : replyOf(fault);
    const plain = instead ?? (await handle(pipeline, arrival));
    if (fault?.kind === "lost") return void response.destroy();
    const final = fault === undefined ? plain : spoiled(fault, plain, device.behaviour.json);
    // A download would else keep the device from all other work for as long as its reader takes.
    if (final.body instanceof ReadableStream) leave();
    return await reply(final);
  } finally {
    leave();
  }
}

/** What a fault does to time and connection; true when there is nothing left to answer. */
async function disturb(fault: Fault, { sleep }: Pipeline, response: ServerResponse): Promise<boolean> {
  if (fault.kind === "slow") await sleep(fault.ms);
  if (fault.kind === "nothing") response.destroy();
  if (fault.kind === "huge") await flood(response, fault.bytes);
  if (fault.kind === "offline") await new Promise((resolve) => response.once("close", resolve));
  return fault.kind === "nothing" || fault.kind === "huge" || fault.kind === "offline";
}

async function handle({ device, stats }: Pipeline, arrival: Arrival): Promise<Reply> {
  const { operation, sessionId, text, raw } = arrival;
  const call: Call = { device, stats, sessionId, role: device.accounts.roleOf(sessionId) };
  const mayRead = call.role !== undefined || OPEN.has(operation);
  if (!mayRead && device.behaviour.anonymousModules.length === 0) return unauthorized(call);
  const body = parseBody(text);
  if (!body.ok) return refusal(400, "The browser (or proxy) sent a request that this server could not understand.");
  return run(handlers, operation, { ...raw, body: body.value }, call, mayRead);
}

async function run<Id extends OperationId>(
  table: { readonly [Key in Id]: Handler<Key, Call> },
  id: Id,
  raw: RawRequest,
  call: Call,
  mayRead: boolean,
): Promise<Reply> {
  const read = readRequest(id, raw);
  if (!mayRead && !(read.ok && isOpenToAll(id, raw, call.device))) return unauthorized(call);
  if (!read.ok) return refusal(400, read.message);
  const mask = maskOf(id, raw, call.device);
  if (mask === "invalid") return refusal(400, "X-Fields: a fields mask is not well formed");
  const reply: Reply = await table[id](read.request, call);
  return mask === undefined || reply.status !== 200 ? reply : { ...reply, body: applyMask(mask, reply.body) };
}

function unauthorized({ device, sessionId }: Call): Reply {
  return refusal(sessionId === undefined ? 401 : device.behaviour.expiredSession, NOT_AUTHORIZED);
}

const PROCESS_DATA: ReadonlySet<OperationId> = new Set<OperationId>([
  "post_process_data",
  "get_process_data_module",
  "get_process_data_value",
  "get_process_data_values",
]);

/** Process data of modules that anybody may read. `raw` was read without a problem. */
function isOpenToAll(id: OperationId, { path, body }: RawRequest, device: Device): boolean {
  if (!PROCESS_DATA.has(id)) return false;
  const open = (moduleId: string | undefined): boolean =>
    moduleId !== undefined && device.behaviour.anonymousModules.includes(moduleId);
  if (!Array.isArray(body)) return open(path["moduleid"]);
  return body.every((item: { readonly moduleid?: string }) => open(item.moduleid));
}

function maskOf(id: OperationId, { headers }: RawRequest, device: Device) {
  const entry: OperationEntry = operations[id];
  const header = headers?.["x-fields"];
  const has = entry.parameters.some((parameter) => parameter.name === "X-Fields");
  if (!has || !device.behaviour.fieldMasks || typeof header !== "string") return undefined;
  return parseMask(header) ?? ("invalid" as const);
}

/** The paths of the two update operations are not known: a profile may have others. */
function canonical(device: Device, pathname: string): string {
  const { status, start } = device.behaviour.updatePaths;
  const known = [
    { own: status, path: operations.get_update.path },
    { own: start, path: operations.post_update.path },
  ];
  const found = known.find(({ own }) => own === pathname);
  if (found !== undefined) return found.path;
  return known.some(({ path }) => path === pathname) ? "/" : pathname;
}

function unrouted(method: string, allow: readonly string[]): Reply {
  if (allow.length === 0) return refusal(404, "The requested URL was not found on the server.");
  const headers = { Allow: allow.join(", ") };
  if (method === "OPTIONS") return { status: 200, headers };
  return { ...refusal(405, "The method is not allowed for the requested URL."), headers };
}
