import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlenticoreError } from "../src/errors.ts";
import { type GiveWay, type Priority, priorities, RequestQueue } from "../src/queue.ts";
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
        const enter = () => {
          inside += 1;
          most = Math.max(most, inside);
        };
        const task = (steps: number, fails: boolean) => async (_exchange: unknown, giveWay: GiveWay) => {
          enter();
          for (let step = 0; step < steps; step++) {
            await Promise.resolve();
            inside -= 1;
            await giveWay(step % 2 === 0 ? runtime.sleep(step) : undefined);
            enter();
          }
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

  it("lets writes go first between what one poll asks and while it rests, and nobody else", async () => {
    const runtime = virtualRuntime();
    const queue = new RequestQueue(runtime);
    const sent: string[] = [];
    const ask = (name: string) => async () => {
      sent.push(`${name} at ${runtime.monotonic()}`);
      await runtime.sleep(100);
    };
    const poll = queue.run("poll", async (exchange, giveWay) => {
      await exchange(ask("poll"));
      await giveWay();
      await exchange(ask("poll"));
      await giveWay(runtime.sleep(1_000));
      await exchange(ask("poll"));
    });
    const want = (priority: Priority) => queue.run(priority, (exchange) => exchange(ask(priority)));
    await runtime.advance(50);
    const others = [want("read"), want("write"), want("write")];
    await runtime.advance(550);
    others.push(want("write"));
    await runtime.advance(5_000);
    await Promise.all([poll, ...others]);
    expect(sent).toEqual([
      "poll at 0",
      "write at 120",
      "write at 240",
      "poll at 360",
      // In the middle of its rest, which is not made longer by it.
      "write at 600",
      "poll at 1460",
      "read at 1580",
    ]);
  });

  it("tells a poll that rests that it is over, also while a write goes first", async () => {
    const runtime = virtualRuntime();
    const queue = new RequestQueue(runtime);
    const poll = queue.run("poll", (_exchange, giveWay) =>
      giveWay(runtime.sleep(100).then(() => Promise.reject(new Error("over")))),
    );
    const told = poll.catch((error: unknown) => error);
    await runtime.advance(50);
    const write = queue.run("write", () => runtime.sleep(200));
    await runtime.advance(1_000);
    await write;
    expect(await told).toMatchObject({ message: "over" });
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
