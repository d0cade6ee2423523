import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import type { RequestObserver } from "../src/request-observer.ts";
import { Secret } from "../src/secret.ts";
import { status, unreachable } from "./fake-device.ts";
import { online, setUp } from "./one-inverter.ts";
import { timed } from "./passing-time.ts";

describe("the figures of an inverter", () => {
  it("are nothing before anything was asked, and the age of its values is unknown", () => {
    const { inverter, device } = setUp();
    expect(inverter.figures).toEqual({
      queueLength: 0,
      requests: 0,
      retries: 0,
      logins: 0,
      failures: new Map(),
      polls: 0,
      pollSeconds: 0,
      valueAgeSeconds: null,
    });
    expect(device.requests).toEqual([]);
  });

  it("count requests, logins and polls, tell how long the polls took, and how old the newest value is", async () => {
    const { runtime, device, inverter } = await online();
    const { requests, polls, pollSeconds } = inverter.figures;
    expect(inverter.figures).toMatchObject({ logins: 1, retries: 0, failures: new Map(), valueAgeSeconds: 0 });
    device.latencyMs = 250;
    await runtime.advance(4_000);
    expect(inverter.figures.valueAgeSeconds).toBe(4);
    await timed(runtime, inverter.live());
    expect(inverter.figures).toMatchObject({ requests: requests + 1, polls: polls + 1 });
    expect(inverter.figures.valueAgeSeconds).toBeLessThan(0.25);
    expect(inverter.figures.pollSeconds - pollSeconds).toBeCloseTo(0.25);
  });

  it("count what was asked again apart from what failed for good", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(4_000);
    let busy = 2;
    device.intercept = ({ operation }) => (operation === "post_process_data" && busy-- > 0 ? status(503) : undefined);
    await timed(runtime, inverter.live());
    expect(inverter.figures).toMatchObject({ retries: 2, failures: new Map() });
    await runtime.advance(4_000);
    device.intercept = () => unreachable("refused");
    await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "UNREACHABLE_REFUSED" });
    expect(inverter.figures.failures.get("UNREACHABLE_REFUSED")).toBe(1);
  });

  it("count a refused login once: nobody tries it again", async () => {
    const { runtime, inverter } = setUp({ credentials: { user: "user", password: new Secret("wrong") } });
    for (const _ of [1, 2, 3]) {
      await expect(timed(runtime, inverter.live())).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
    }
    expect(inverter.figures).toMatchObject({ logins: 0, failures: new Map([["WRONG_PASSWORD", 1]]) });
  });

  it("don't count what its caller gave up", async () => {
    const { runtime, device, inverter } = await online();
    await runtime.advance(4_000);
    device.latencyMs = 1_000;
    const gone = new AbortController();
    const readings = Promise.allSettled([
      inverter.live({ signal: gone.signal }),
      inverter.firmwareUpdate({ signal: gone.signal }),
    ]);
    gone.abort();
    const gaveUp = { reason: { code: "CANCELLED" } };
    expect(await timed(runtime, readings)).toMatchObject([gaveUp, gaveUp]);
    expect(inverter.figures.failures).toEqual(new Map());
  });

  it("tell how many tasks wait or run", async () => {
    const { runtime, device, inverter } = await online();
    device.latencyMs = 1_000;
    const tasks = [1, 2, 3].map(() => inverter.held(() => runtime.sleep(1_000)));
    await runtime.settle();
    expect(inverter.figures.queueLength).toBe(3);
    await timed(runtime, Promise.all(tasks));
    expect(inverter.figures.queueLength).toBe(0);
  });
});

describe("an observer of requests", () => {
  it("hears of each request, for whom it is sent and how it ended: a merged one for all whom it serves", async () => {
    const callers = new AsyncLocalStorage<string>();
    const heard: string[] = [];
    const observer: RequestObserver = {
      caller: () => callers.getStore(),
      sent: ({ inverterId, operation }, forWhom) => {
        const what = `${inverterId} ${operation} ${forWhom.join("+")}`;
        return (failure) => heard.push(failure === undefined ? what : `${what} ${failure}`);
      },
    };
    const { runtime, device, inverter } = setUp({}, undefined, observer);
    await timed(runtime, inverter.settled());
    expect(heard).toEqual(["garage get_version ", "garage login "]);
    await timed(runtime, inverter.live());
    await runtime.advance(4_000);
    heard.length = 0;
    const asked = ["one", "two"].map((name) => callers.run(name, () => inverter.live()));
    await timed(runtime, Promise.all(asked));
    expect(heard).toEqual(["garage post_process_data one+two"]);
    await runtime.advance(4_000);
    heard.length = 0;
    device.intercept = () => unreachable("refused");
    await expect(
      timed(
        runtime,
        callers.run("three", () => inverter.live()),
      ),
    ).rejects.toThrow("refused");
    expect(heard).toContain("garage post_process_data three UNREACHABLE_REFUSED");
  });
});
