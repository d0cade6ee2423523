import type { IncomingMessage, ServerResponse } from "node:http";
import { isSimulatorError, SimulatorError } from "./errors.ts";
import { Listener } from "./http/listener.ts";
import { parseBody, readBody } from "./http/request.ts";
import type { Simulator } from "./types.ts";

export interface ControlOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. Default 0. */
  readonly port?: number;
}

export interface Control {
  readonly url: string;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

type Action = (simulators: readonly Simulator[], body: unknown) => Promise<unknown>;

const ACTIONS: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  "/stats": {
    GET: async (simulators) => ({ devices: simulators.map((simulator, index) => ({ index, ...simulator.stats() })) }),
  },
  "/reset": {
    POST: async (simulators, body) => {
      const { targets } = chosen(simulators, body);
      for (const simulator of targets) simulator.reset();
      return { ok: true };
    },
  },
  "/set": {
    POST: async (simulators, body) => {
      const { targets, change } = chosen(simulators, body);
      for (const simulator of targets) simulator.set(change);
      await Promise.all(targets.map((simulator) => simulator.settled()));
      return { ok: true };
    },
  },
};

/**
 * A second port beside the devices: `GET /stats`, `POST /reset`, `POST /set { time speed cloud latencyMs concurrency fault }`.
 * `device` in a body names one device or a list of them by index; without it all are meant.
 * @throws SimulatorError PORT_IN_USE, CANNOT_LISTEN
 */
export async function startControl(simulators: readonly Simulator[], options: ControlOptions = {}): Promise<Control> {
  const host = options.host ?? "127.0.0.1";
  const listener = new Listener(host, options.port ?? 0, (request, response) => {
    act(simulators, request)
      .then((reply) => write(response, reply))
      .catch(() => response.destroy());
  });
  await listener.open();
  const close = (): Promise<void> => listener.close();
  return { url: `http://${host}:${listener.port}`, close, [Symbol.asyncDispose]: close };
}

async function act(simulators: readonly Simulator[], request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  const methods = Object.hasOwn(ACTIONS, path) ? ACTIONS[path] : undefined;
  if (methods === undefined) return failure(404, `expected one of ${Object.keys(ACTIONS).join(", ")}`);
  const action = methods[request.method ?? "GET"];
  if (action === undefined) return failure(405, `expected ${Object.keys(methods).join(", ")}`);
  const text = await readBody(request);
  const body = text === undefined ? undefined : parseBody(text);
  if (body === undefined || !body.ok) return failure(400, "body: expected JSON of at most 1 MiB");
  try {
    return { status: 200, body: await action(simulators, body.value) };
  } catch (error) {
    if (isSimulatorError(error)) return failure(400, error.message);
    throw error;
  }
}

function chosen(simulators: readonly Simulator[], body: unknown) {
  if (body === undefined) return { targets: simulators, change: {} };
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new SimulatorError("BAD_OPTION", "body: expected a JSON object");
  }
  const { device, ...change }: Readonly<Record<string, unknown>> = { ...body };
  if (device === undefined) return { targets: simulators, change };
  const indexes: readonly unknown[] = Array.isArray(device) ? device : [device];
  const targets = indexes.map((index) => {
    const found = typeof index === "number" ? simulators[index] : undefined;
    if (found === undefined) {
      throw new SimulatorError("BAD_OPTION", `device: expected indexes from 0 to ${simulators.length - 1}`);
    }
    return found;
  });
  return { targets, change };
}

function failure(status: number, message: string): Reply {
  return { status, body: { message } };
}

function write(response: ServerResponse, { status, body }: Reply): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}
