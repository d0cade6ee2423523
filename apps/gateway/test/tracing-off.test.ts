import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { createLogger } from "../src/log.ts";
import { openTracing } from "../src/tracing/tracing.ts";
import { ask } from "./example/ask.ts";
import { fakeFleet } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";

const quiet = createLogger({ level: "error", write: () => undefined, now: () => 0 });

/** Of the modules that this process has loaded. */
const ofTheSdk = (): string[] =>
  Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes("@opentelemetry/sdk-trace"));

// In a file of its own, since a process that has loaded it once has it for ever.
test("nothing of OpenTelemetry's SDK is loaded where no traces are wanted", async () => {
  expect(await openTracing({}, quiet)).toBeUndefined();
  await using served = await serve(fakeFleet([]));
  expect(await ask(served.url, "{ plants { id } }")).toEqual({ data: { plants: [] } });
  expect(ofTheSdk()).toEqual([]);
  const tracing = await openTracing({ OTEL_TRACES_EXPORTER: "otlp" }, quiet);
  expect(ofTheSdk()).not.toEqual([]);
  await tracing?.close();
});
