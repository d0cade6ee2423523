import { type DayCurveQuery, type DayCurveQueryVariables, GatewayError, type Result } from "@plenticore/client";
import { expect, test } from "vitest";
import { LogLoader, type LogState } from "../../src/inverter/log-loader.ts";
import type { LogSample } from "../../src/inverter/log-rows.ts";

type Page = Result<DayCurveQuery>;

const node = (minute: number): LogSample => ({
  __typename: "LogDataSample",
  time: new Date(Date.UTC(2026, 5, 21, 0, minute)).toISOString(),
  strings: [],
  phases: [],
  frequency: null,
  stateOfCharge: null,
  batteryTemperature: null,
  stateCode: null,
  home: null,
});

const page = (minutes: readonly number[], endCursor: string | null): Page => ({
  kind: "complete",
  data: {
    inverter: {
      id: "garage",
      logData: {
        edges: minutes.map((minute) => ({ cursor: String(minute), node: node(minute) })),
        pageInfo: { hasNextPage: endCursor !== null, endCursor },
      },
    },
  },
});

/** A log whose pages come when the test says so. */
function aLog() {
  const asked: { variables: DayCurveQueryVariables; signal: AbortSignal; answer: (page: Page) => void }[] = [];
  const loader = new LogLoader({
    inverterId: "garage",
    fetchPage: (variables, signal) => new Promise((answer) => asked.push({ variables, signal, answer })),
  });
  const states: LogState[] = [];
  loader.subscribe(() => states.push(loader.state()));
  const answered = async (index: number, answer: Page): Promise<void> => {
    asked[index]?.answer(answer);
    await Promise.resolve();
    await new Promise(setImmediate);
  };
  return { asked, loader, states, answered };
}

test("pages are shown as they come, each asked for behind the one before", async () => {
  const { asked, loader, answered } = aLog();
  const loaded = loader.load("2026-06-21", "2026-06-27", 1);
  expect(asked[0]?.variables).toMatchObject({
    inverterId: "garage",
    begin: "2026-06-20",
    end: "2026-06-27",
    first: 300,
    after: null,
  });
  await answered(0, page([0, 5], "5"));
  expect(loader.state()).toMatchObject({ status: "loading", begin: "2026-06-21" });
  expect(loader.state().samples).toHaveLength(2);
  expect(asked[1]?.variables).toMatchObject({ first: 1000, after: "5" });
  await answered(1, page([10], null));
  await loaded;
  expect(loader.state().status).toBe("done");
  expect(loader.state().samples.map(({ time }) => time.slice(14, 16))).toEqual(["00", "05", "10"]);
  expect(asked).toHaveLength(2);
});

test("cancelled: the request is given up, what has come stays, and what comes late is left out", async () => {
  const { asked, loader, answered } = aLog();
  const loaded = loader.load("2026-06-21", "2026-06-21", 0);
  await answered(0, page([0], "0"));
  loader.cancel();
  expect(asked[1]?.signal.aborted).toBe(true);
  await answered(1, page([5], null));
  await loaded;
  expect(loader.state().status).toBe("cancelled");
  expect(loader.state().samples).toHaveLength(1);
});

test("other days: what was being read is given up and never mixed in", async () => {
  const { asked, loader, answered } = aLog();
  const first = loader.load("2026-06-20", "2026-06-20", 0);
  const second = loader.load("2026-06-21", "2026-06-21", 0);
  expect(asked[0]?.signal.aborted).toBe(true);
  await answered(0, page([0, 5, 10], null));
  await answered(1, page([15], null));
  await Promise.all([first, second]);
  expect(loader.state()).toMatchObject({ status: "done", begin: "2026-06-21" });
  expect(loader.state().samples).toHaveLength(1);
});

test("a log that breaks off says why, and keeps what has come", async () => {
  const { loader, answered } = aLog();
  const loaded = loader.load("2026-06-21", "2026-06-21", 0);
  await answered(0, page([0], "0"));
  const error = new GatewayError("GATEWAY_UNREACHABLE", "no connection", { retryable: true });
  await answered(1, { kind: "failed", error });
  await loaded;
  expect(loader.state()).toMatchObject({ status: "failed", failure: { code: "GATEWAY_UNREACHABLE" } });
  expect(loader.state().samples).toHaveLength(1);
});

test("an inverter that is away, and one that there is not, are told by their codes", async () => {
  const { loader, answered } = aLog();
  const error = {
    code: "UNREACHABLE_TIMEOUT",
    message: "garage did not answer",
    path: ["inverter", "logData"],
    inverterId: "garage",
    retryable: true,
    retryAfterMs: null,
    traceId: null,
  } as const;
  void loader.load("2026-06-21", "2026-06-21", 0);
  await answered(0, { kind: "partial", data: { inverter: { id: "garage", logData: null } }, errors: [error] });
  expect(loader.state()).toMatchObject({ status: "failed", failure: { code: "UNREACHABLE_TIMEOUT" } });
  void loader.load("2026-06-21", "2026-06-21", 0);
  await answered(1, { kind: "complete", data: { inverter: null } });
  expect(loader.state()).toMatchObject({ status: "failed", failure: { code: "NOT_FOUND" } });
});
