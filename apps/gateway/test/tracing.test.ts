import { createClient } from "graphql-ws";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createLogger } from "../src/log.ts";
import { openTracing, wantsTraces } from "../src/tracing/tracing.ts";
import { startExample } from "./example/app.ts";
import { ask } from "./example/ask.ts";
import { RunningCli } from "./example/cli.ts";
import { startCollector } from "./example/collector.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";
import { transports } from "./example/subscribe.ts";

const quiet = createLogger({ level: "error", write: () => undefined, now: () => 0 });
const [server, client] = [2, 3];

/** A gateway that is traced, as an environment with these variables has it. */
async function traced(env: Readonly<Record<string, string>> = {}, log = quiet) {
  const collector = await startCollector();
  for (const [name, value] of Object.entries({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env })) {
    vi.stubEnv(name, value);
  }
  const tracing = await openTracing(process.env, log);
  if (tracing === undefined) throw new Error("nothing is traced");
  const app = await startExample({
    simulators: [{}],
    warm: true,
    fleet: { live: { floorMs: 100 } },
    served: { tracing },
  });
  return {
    app,
    tracing,
    collector,
    /** Sends what is left. @returns all that was received */
    spans: async () => {
      await tracing.close();
      return collector.spans;
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await tracing.close();
      await collector[Symbol.asyncDispose]();
    },
  };
}

afterEach(() => vi.unstubAllEnvs());

const fresh = "query Roof { inverters { live(maxAge: 0) { power { solar } } } }";

describe("an operation is a span, with a child for each request to an inverter", () => {
  test("of the trace that its caller began", async () => {
    await using house = await traced();
    const [traceId, parentSpanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
    const { errors } = await ask(house.app.url, fresh, {
      headers: { traceparent: `00-${traceId}-${parentSpanId}-01` },
    });
    expect(errors).toBeUndefined();
    const spans = await house.spans();
    const operation = spans.find(({ kind }) => kind === server);
    expect(operation).toMatchObject({
      traceId,
      parentSpanId,
      name: "query",
      attributes: { "graphql.operation.type": "query", "graphql.operation.name": "Roof" },
      resource: { "service.name": "plenticore-gateway" },
    });
    expect(spans.filter(({ kind }) => kind === client)).toEqual([
      expect.objectContaining({
        traceId,
        parentSpanId: operation?.spanId,
        name: "post_process_data",
        attributes: { "plenticore.inverter.id": "inverter-1" },
      }),
    ]);
  });

  test("also the short way, which hot queries go", async () => {
    await using house = await traced();
    const { app } = house;
    const traceIds = ["1", "2", "3", "4"].map((digit) => digit.repeat(32));
    for (const traceId of traceIds) {
      await ask(app.url, fresh, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    }
    app.simulators[0]?.set({ fault: { kind: "nothing" } });
    const { errors } = await ask(app.url, fresh, {
      headers: { traceparent: `00-${"5".repeat(32)}-b7ad6b7169203331-01` },
    });
    expect(app.gateway.shortcut.answered).toBeGreaterThan(0);
    const spans = await house.spans();
    for (const traceId of traceIds) {
      const own = spans.filter((span) => span.traceId === traceId);
      const operation = own.find(({ kind }) => kind === server);
      expect(operation).toMatchObject({ name: "query", attributes: { "graphql.operation.name": "Roof" } });
      expect(own.filter(({ kind }) => kind === client)).toMatchObject([{ parentSpanId: operation?.spanId }]);
    }
    expect(errors?.[0]?.extensions).toMatchObject({ traceId: "5".repeat(32) });
  });

  test("and what one request brings to two operations is reached from both", async () => {
    await using house = await traced();
    await Promise.all([ask(house.app.url, fresh), ask(house.app.url, fresh)]);
    const spans = await house.spans();
    const requests = spans.filter(({ kind }) => kind === client);
    const operations = spans.filter(({ kind }) => kind === server);
    expect(operations).toHaveLength(2);
    for (const { spanId, links = [] } of operations) {
      const reached = requests.some(
        (request) => request.parentSpanId === spanId || links.some((link) => link.spanId === request.spanId),
      );
      expect(reached).toBe(true);
    }
  });

  test("but polls for a subscription are nobody's: its span ended when it had begun", async () => {
    await using house = await traced();
    const [simulator] = house.app.simulators;
    for (const [, subscribe] of transports) {
      simulator?.reset();
      const live = subscribe(house.app.url, "subscription Sun { inverterLive(every: 0.1) { inverterId } }");
      while ((simulator?.stats().processdata ?? 0) < 4) await new Promise((resolve) => setTimeout(resolve, 20));
      await live.stop();
    }
    const spans = await house.spans();
    expect(spans.filter(({ name }) => name === "subscription")).toHaveLength(2);
    // The first poll may come while it begins.
    expect(spans.filter(({ kind }) => kind === client).length).toBeLessThanOrEqual(2);
  });

  test("over WebSocket too", async () => {
    await using house = await traced();
    const { url } = house.app;
    const socket = createClient({ url: `${url.replace(/^http/, "ws")}/graphql`, webSocketImpl: WebSocket });
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const results = socket.iterate({
      query: fresh,
      extensions: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    await results.next();
    await socket.dispose();
    const spans = await house.spans();
    const operation = spans.find(({ name }) => name === "query");
    expect(operation).toMatchObject({ traceId, attributes: { "graphql.operation.name": "Roof" } });
    expect(spans.filter(({ kind }) => kind === client)).toMatchObject([{ traceId, parentSpanId: operation?.spanId }]);
  });

  test("without documents and variables, which may hold secrets", async () => {
    await using house = await traced();
    await ask(
      house.app.url,
      'mutation Change($new: String!) { setDevicePassword(input: { inverterId: "none-such", newPassword: $new }) { __typename } }',
      { variables: { new: "hush-hush-1" } },
    );
    await ask(
      house.app.url,
      'mutation { setDevicePassword(input: { inverterId: "none-such", newPassword: "hush-hush-2" }) { __typename } }',
    );
    const spans = await house.spans();
    expect(spans.filter(({ name }) => name === "mutation")).toHaveLength(2);
    expect(JSON.stringify(spans)).not.toContain("hush-hush");
  });
});

describe("an error tells its trace", () => {
  test.each([
    ["of an inverter", "{ inverters { live(maxAge: 0) { power { solar } } } }", "query"],
    ["of validation", "{ nothing }", "graphql"],
    ["of parsing", "{", "graphql"],
  ])("%s", async (_what, query, name) => {
    await using house = await traced();
    house.app.simulators[0]?.set({ fault: { kind: "nothing" } });
    const { errors = [] } = await ask(house.app.url, query);
    expect(errors.length).toBeGreaterThan(0);
    const code = errors[0]?.extensions?.["code"];
    const span = (await house.spans()).find(({ kind }) => kind === server);
    expect(span).toMatchObject({ name, status: { code: 2, message: code }, attributes: { "error.type": code } });
    for (const { extensions } of errors) expect(extensions).toMatchObject({ traceId: span?.traceId });
  });

  test("its own, also where many make the same mistake at once", async () => {
    await using house = await traced();
    const traceIds = Array.from({ length: 20 }, (_, index) => String(index + 10).repeat(16));
    const answers = await Promise.all(
      traceIds.map((traceId) =>
        ask(house.app.url, "{ nothing }", { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } }),
      ),
    );
    expect(answers.map(({ errors }) => errors?.[0]?.extensions?.["traceId"])).toEqual(traceIds);
  });

  test("and a mistake of the gateway also tells it to the log, which has the original", async () => {
    await using house = await traced();
    const broken = fakeInverter("garage", { version: () => Promise.reject(new TypeError("x is no function")) });
    await using served = await serve(fakeFleet([fakePlant("home", [broken])]), { tracing: house.tracing });
    const query = "{ inverters { version { name } } }";
    const { errors } = await ask(served.url, query);
    const overSocket = createClient({
      url: `${served.url.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
    });
    const { value } = await overSocket.iterate({ query }).next();
    await overSocket.dispose();
    for (const [error] of [errors, value?.errors] as { extensions: Record<string, string> }[][]) {
      expect(error?.extensions).toMatchObject({ code: "INTERNAL", traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
      const lines = served
        .log()
        .split("\n")
        .filter((line) => line.includes(error?.extensions["traceId"] ?? "?"));
      expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ error: "x is no function" }]);
    }
  });

  test("and has no such extension where nothing is traced", async () => {
    await using app = await startExample({ simulators: [{}] });
    const { errors } = await ask(app.url, "{ nothing }");
    expect(errors?.[0]?.extensions).not.toHaveProperty("traceId");
  });
});

describe("the environment decides", () => {
  test.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:4318/v1/traces" }, true],
    [{ OTEL_TRACES_EXPORTER: "otlp" }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", OTEL_TRACES_EXPORTER: "none" }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", OTEL_SDK_DISABLED: "true" }, false],
    [{ OTEL_SERVICE_NAME: "gateway" }, false],
  ])("%j: %s", (env, wanted) => {
    expect(wantsTraces(env)).toBe(wanted);
  });

  test("how many are sampled, under which name, and with which headers they are sent", async () => {
    await using house = await traced({
      OTEL_TRACES_SAMPLER: "parentbased_always_off",
      OTEL_SERVICE_NAME: "roof",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
      OTEL_EXPORTER_OTLP_HEADERS: "x-collector-key=open-sesame",
    });
    await ask(house.app.url, fresh);
    const sampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await ask(house.app.url, "query Sampled { plants { id } }", { headers: { traceparent: sampled } });
    const resource = { "service.name": "roof", "deployment.environment.name": "test" };
    expect(await house.spans()).toMatchObject([{ attributes: { "graphql.operation.name": "Sampled" }, resource }]);
    expect(house.collector.keys).toEqual(["open-sesame"]);
  });

  test("and who wants gRPC is told that it is not spoken", async () => {
    const lines: string[] = [];
    const log = createLogger({ level: "warn", write: (line) => lines.push(line), now: () => 0 });
    await using house = await traced({ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, log);
    await house.spans();
    expect(lines.join("")).toContain("traces are sent over HTTP, not gRPC");
  });
});

test("a collector that is away is one line of the log, and one when it is back", async () => {
  const lines: string[] = [];
  const log = createLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 });
  const told = () => lines.map((line) => (JSON.parse(line) as { message: string }).message);
  await using house = await traced(
    { OTEL_BSP_SCHEDULE_DELAY: "5", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1", OTEL_BSP_MAX_QUEUE_SIZE: "10" },
    log,
  );
  const { collector, app } = house;
  collector.answer(400);
  while (collector.keys.length < 3) await ask(app.url, "{ plants { id } }");
  collector.answer(200);
  while (collector.spans.length < 3) await ask(app.url, "{ plants { id } }");
  expect(told()).toEqual(["traces can't be sent", "traces are sent again"]);
});

test("the command traces as its environment says, and sends what is left when it is ended", async () => {
  await using collector = await startCollector();
  await using cli = new RunningCli(["demo", "--inverters", "1", "--port", "0"], {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SERVICE_NAME: "demo",
    OTEL_BSP_SCHEDULE_DELAY: "600000",
  });
  await ask(await cli.url(), "query Last { plants { id } }");
  expect(collector.spans).toEqual([]);
  expect((await cli.stop()).status).toBe(0);
  expect(collector.spans).toMatchObject([
    { attributes: { "graphql.operation.name": "Last" }, resource: { "service.name": "demo" } },
  ]);
});
