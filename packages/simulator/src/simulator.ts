import { Device } from "./device.ts";
import { type Fault, Faults } from "./http/faults.ts";
import { Gate } from "./http/gate.ts";
import { Listener } from "./http/listener.ts";
import { type Pipeline, serve } from "./http/pipeline.ts";
import { RequestStats } from "./http/stats.ts";
import { resolveChange, resolveOptions } from "./options.ts";
import type { Simulator, SimulatorOptions } from "./types.ts";

/**
 * Starts one device; resolves once it listens.
 * @throws SimulatorError BAD_OPTION, PORT_IN_USE, CANNOT_LISTEN
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const resolved = resolveOptions(options);
  const device = new Device(resolved);
  const stats = new RequestStats();
  const faults = new Faults();
  const gate = new Gate(resolved.concurrency);
  const ending = new AbortController();
  let { latencyMs } = resolved;
  const pipeline: Pipeline = {
    device,
    stats,
    faults,
    gate,
    latencyMs: () => latencyMs,
    sleep: (ms) => resolved.runtime.sleep(ms, ending.signal),
  };
  const listener = new Listener(resolved.host, resolved.port, (request, response) => {
    serve(pipeline, request, response).catch((error: unknown) => {
      // Who left in the middle, or is sent away by close(), made no mistake and gets no answer.
      const isOver = ending.signal.aborted || request.socket.destroyed || response.headersSent;
      if (isOver) return response.destroy();
      stats.failed(error);
      return response.writeHead(500).end();
    });
  });
  const setFaults = (next: readonly Fault[]): void => {
    faults.set(next);
    if (next.some((fault) => fault.kind === "reboot")) device.reboot();
    listener.setReachable(!next.some((fault) => fault.kind === "offline" && fault.how !== "hang"));
  };
  await listener.open();
  setFaults(resolved.faults);

  async function close(): Promise<void> {
    ending.abort();
    await listener.close();
  }

  return {
    url: `http://${resolved.host.includes(":") ? `[${resolved.host}]` : resolved.host}:${listener.port}`,
    port: listener.port,
    profile: device.profile.name,
    stats: () => ({
      profile: device.profile.name,
      port: listener.port,
      ...stats.snapshot(),
      activeSessions: device.accounts.active(),
      time: new Date(device.clock.now()).toISOString(),
    }),
    outputOf: (from, until = from) => device.plant.outputOf(from, until),
    set(change) {
      const { faults: next, ...rest } = resolveChange(change);
      device.set(rest);
      if (rest.latencyMs !== undefined) latencyMs = rest.latencyMs;
      if (rest.concurrency !== undefined) gate.capacity = rest.concurrency;
      if (next !== undefined) setFaults(next);
    },
    reset: () => stats.reset(),
    settled: () => listener.settled(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
