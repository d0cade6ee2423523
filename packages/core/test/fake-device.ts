import { HandshakeServer } from "@plenticore/handshake";
import {
  createClient,
  type OperationId,
  type OperationRequest,
  type RestClient,
  type TransportAnswer,
  type TransportFailure,
} from "@plenticore/rest";
import type { VirtualRuntime } from "./virtual-runtime.ts";

type Reply = TransportAnswer | undefined;

export interface FakeDevice {
  readonly client: RestClient;
  /** Operations in the order in which they arrived. */
  readonly requests: OperationId[];
  count(operation: OperationId): number;
  /** Requests that were unanswered at once, at most. */
  readonly mostAtOnce: () => number;
  /** What POST /processdata asked for, id by id. */
  readonly asked: string[][];
  readonly values: Map<string, Map<string, number>>;
  readonly settings: Map<string, string>;
  /** Sees each request first; what it returns is the answer. */
  intercept: (request: OperationRequest, authorized: boolean) => Reply;
  latencyMs: number;
  /** What POST /processdata takes besides. */
  work: (() => Promise<void>) | undefined;
  /** Requests with a lower limit than this get no answer in time. */
  limitMs: number;
  /** Ends all sessions, as a reboot does. */
  forgetSessions(): void;
  readonly openSessions: () => number;
  closed: boolean;
}

export const PASSWORD = "correct horse";

export const status = (code: number, message?: string): TransportAnswer => ({
  kind: "response",
  status: code,
  headers: {},
  body: message === undefined ? undefined : { message },
});

export const unreachable = (reason: "refused" | "timeout" | "reset" | "dns"): TransportFailure => ({
  ok: false,
  kind: "unreachable",
  reason,
  message: `made ${reason}`,
});

const json = (body: unknown): TransportAnswer => ({ kind: "response", status: 200, headers: {}, body });

/** A device in the place of the network: it logs in for real, counts what it is asked, and does as a test tells it. */
export function fakeDevice(runtime: VirtualRuntime): FakeDevice {
  const handshake = new HandshakeServer({
    accounts: { user: { password: PASSWORD } },
    now: () => runtime.monotonic(),
    rounds: 1_000,
  });
  const sessions = new Set<string>();
  let inFlight = 0;
  let most = 0;
  const device: FakeDevice = {
    requests: [],
    asked: [],
    count: (operation) => device.requests.filter((one) => one === operation).length,
    mostAtOnce: () => most,
    values: new Map([
      [
        "devices:local",
        new Map([
          ["Inverter:State", 6],
          ["Home_P", 800],
          ["HomePv_P", 800],
          ["HomeGrid_P", 0],
          ["Grid_P", -2_000],
          ["Dc_P", 2_900],
        ]),
      ],
      [
        "devices:local:ac",
        new Map([
          ["P", 2_800],
          ["Frequency", 50],
        ]),
      ],
      [
        "devices:local:pv1",
        new Map([
          ["P", 2_900],
          ["U", 500],
          ["I", 5.8],
        ]),
      ],
      [
        "scb:statistic:EnergyFlow",
        new Map([
          ["Statistic:Yield:Day", 9_000],
          ["Statistic:EnergyHomePv:Day", 4_000],
        ]),
      ],
    ]),
    settings: new Map([
      ["Properties:SerialNo", "90000"],
      ["Branding:ProductName1", "PIKO IQ"],
      ["EnergySensor:InstalledSensor", "3"],
    ]),
    intercept: () => undefined,
    latencyMs: 0,
    work: undefined,
    limitMs: 0,
    forgetSessions: () => sessions.clear(),
    openSessions: () => sessions.size,
    closed: false,
    client: {
      ...createClient(async (request, { authorization, signal, timeoutMs = Number.POSITIVE_INFINITY }) => {
        device.requests.push(request.operation);
        inFlight += 1;
        most = Math.max(most, inFlight);
        try {
          if (device.latencyMs > 0) await runtime.sleep(device.latencyMs, signal === undefined ? {} : { signal });
          if (request.operation === "post_process_data" && device.work !== undefined) {
            if (timeoutMs < device.limitMs) {
              await runtime.sleep(timeoutMs);
              return unreachable("timeout");
            }
            await device.work();
          }
          const authorized = authorization !== undefined && sessions.has(authorization);
          return device.intercept(request, authorized) ?? (await answer(request, authorized, authorization));
        } catch {
          return { ok: false, kind: "cancelled", message: "cancelled" };
        } finally {
          inFlight -= 1;
        }
      }),
      close: async () => {
        device.closed = true;
      },
    },
  };

  const open: ReadonlySet<OperationId> = new Set([
    "get_version",
    "post_auth_start",
    "post_auth_finish",
    "post_auth_create_session",
  ]);

  async function answer(request: OperationRequest, authorized: boolean, authorization = ""): Promise<TransportAnswer> {
    if (!authorized && !open.has(request.operation)) return status(401, "Not authorized");
    switch (request.operation) {
      case "get_version":
        return json({ name: "PUCK RESTful API", hostname: "scb", api_version: "0.2.0", sw_version: "01.26.09454" });
      case "post_auth_start":
        return outcome(handshake.start(request.body));
      case "post_auth_finish":
        return outcome(await handshake.finish(request.body));
      case "post_auth_create_session": {
        const created = handshake.createSession(request.body);
        if (created.ok) sessions.add(`Session ${created.answer.sessionId}`);
        return outcome(created);
      }
      case "post_logout":
        sessions.delete(authorization);
        return status(200);
      case "get_user":
        return json({
          role: "USER",
          anonymous: false,
          locked: false,
          permissions: [],
          active: true,
          authenticated: true,
        });
      case "get_module_list":
        return json(Array.from(device.values.keys(), (id) => ({ id, type: "device" })));
      case "get_process_data_list":
        return json(Array.from(device.values, ([moduleid, ids]) => ({ moduleid, processdataids: [...ids.keys()] })));
      case "post_process_data": {
        const body = request.body as { moduleid: string; processdataids: string[] }[];
        device.asked.push(
          body.flatMap(({ moduleid, processdataids }) => processdataids.map((id) => `${moduleid}/${id}`)),
        );
        return json(body.map(({ moduleid, processdataids }) => measured(moduleid, processdataids)));
      }
      case "get_process_data_module": {
        const moduleid = decodeURIComponent(request.path.split("/")[2] ?? "");
        return json([measured(moduleid, [...(device.values.get(moduleid)?.keys() ?? [])])]);
      }
      case "get_process_data_value":
      case "get_process_data_values": {
        const [moduleid = "", ids = ""] = request.path.split("/").slice(2).map(decodeURIComponent);
        return json([measured(moduleid, ids.split(","))]);
      }
      case "post_settings": {
        const body = request.body as { moduleid: string; settingids: string[] }[];
        return json(body.map(({ moduleid, settingids }) => ({ moduleid, settings: settingsOf(settingids) })));
      }
      default:
        return status(404, `the test's device has no ${request.operation}`);
    }
  }

  const measured = (moduleid: string, ids: string[]) => ({
    moduleid,
    processdata: ids.flatMap((id) => {
      const value = device.values.get(moduleid)?.get(id);
      return value === undefined ? [] : [{ id, unit: "W", value }];
    }),
  });
  const settingsOf = (ids: string[]) =>
    ids.flatMap((id) => {
      const value = device.settings.get(id);
      return value === undefined ? [] : [{ id, value }];
    });
  const outcome = (
    result: { ok: true; answer: unknown } | { ok: false; status: number; message: string },
  ): TransportAnswer => (result.ok ? json(result.answer) : status(result.status, result.message));

  return device;
}
