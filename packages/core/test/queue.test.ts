import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlenticoreError } from "../src/errors.ts";
import { type Priority, priorities, RequestQueue } from "../src/queue.ts";
import { virtualRuntime } from "./virtual-runtime.ts";

describe("RequestQueue", () => {
  it("never lets two tasks in, whenever they come, and loses none", async () => {
    const arrivals = fc.array(
      fc.record({
        priority: fc.constantFrom(...priorities),
        afterMs: fc.nat(40),
        steps: fc.nat(4),
        fails: fc.boolean(),
        inTheTickOfTheHandOver: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(arrivals, async (tasks) => {
        const runtime = virtualRuntime();
        const queue = new RequestQueue(runtime);
        let inside = 0;
        let most = 0;
        let ended = 0;
        const task = (steps: number, fails: boolean) => async () => {
          inside += 1;
          most = Math.max(most, inside);
          for (let step = 0; step < steps; step++) await Promise.resolve();
          inside -= 1;
          if (fails) throw new Error("planned");
        };
        const outcomes: Promise<void>[] = [];
        for (const { priority, afterMs, steps, fails, inTheTickOfTheHandOver } of tasks) {
          await runtime.advance(afterMs);
          const run = queue.run(priority, task(steps, fails));
          const settled = run
            .catch(() => undefined)
            .then(() => {
              ended += 1;
            });
          outcomes.push(settled);
          if (inTheTickOfTheHandOver) {
            // Asked in the very microtask in which the one before gives the queue back.
            outcomes.push(run.catch(() => undefined).then(() => queue.run("read", task(1, false))));
          }
        }
        await runtime.advance(10_000);
        await Promise.all(outcomes);
        expect(most).toBe(1);
        expect(ended).toBe(tasks.length);
      }),
      { numRuns: 60 },
    );
  });

  it("takes writes before reads before polls, and each in the order of arrival", async () => {
    const runtime = virtualRuntime();
    const queue = new RequestQueue(runtime);
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = queue.run("poll", () => gate.promise);
    const wanted: [Priority, string][] = [
      ["poll", "poll 1"],
      ["read", "read 1"],
      ["write", "write 1"],
      ["read", "read 2"],
      ["write", "write 2"],
    ];
    const all = wanted.map(([priority, name]) => queue.run(priority, async () => void order.push(name)));
    gate.resolve();
    await Promise.all([first, ...all]);
    expect(order).toEqual(["write 1", "write 2", "read 1", "read 2", "poll 1"]);
  });

  it("leaves 20 ms between an answer and the next request", async () => {
    const runtime = virtualRuntime();
    const queue = new RequestQueue(runtime);
    const sent: number[] = [];
    const request = async () => {
      sent.push(runtime.monotonic());
      await runtime.sleep(100);
    };
    const runs = [1, 2, 3].map(() => queue.run("read", (exchange) => exchange(request)));
    await runtime.advance(1_000);
    await Promise.all(runs);
    expect(sent).toEqual([0, 120, 240]);
  });

  it("lets a waiting task go when its caller leaves, and tells him so", async () => {
    const runtime = virtualRuntime();
    const queue = new RequestQueue(runtime);
    const gate = Promise.withResolvers<void>();
    const first = queue.run("read", () => gate.promise);
    const leaving = new AbortController();
    let ran = false;
    const second = queue.run(
      "read",
      async () => {
        ran = true;
      },
      leaving.signal,
    );
    leaving.abort();
    await expect(second).rejects.toMatchObject({ code: "CANCELLED" });
    gate.resolve();
    await first;
    await runtime.settle();
    expect(ran).toBe(false);
  });

  it("refuses what waits and what comes when it is closed, and ends after the running task", async () => {
    const runtime = virtualRuntime();
    const queue = new RequestQueue(runtime);
    const gate = Promise.withResolvers<string>();
    const running = queue.run("read", () => gate.promise);
    const waiting = queue.run("write", async () => "never");
    const closed = queue.close(new PlenticoreError("CANCELLED", "closing"));
    await expect(waiting).rejects.toMatchObject({ code: "CANCELLED", message: "closing" });
    await expect(queue.run("write", async () => "never")).rejects.toMatchObject({ code: "CANCELLED" });
    let ended = false;
    const end = closed.then(() => {
      ended = true;
    });
    await runtime.settle();
    expect(ended).toBe(false);
    gate.resolve("done");
    await expect(running).resolves.toBe("done");
    await end;
  });
});
