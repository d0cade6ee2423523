import { describe, expect, test } from "vitest";
import { Turns } from "../src/limits/turns.ts";
import { post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { serve } from "./example/serve.ts";

/** Turns whose rounds and time are the test's. */
function setUp() {
  const clock = { now: 0 };
  let next: (() => void) | undefined;
  const turns = new Turns({
    now: () => clock.now,
    nextRound: (callback) => {
      next = callback;
    },
  });
  const order: string[] = [];
  const ask = (name: string, index: number): void => {
    const turn = turns.take(name);
    if (turn === undefined) order.push(`${name}${index}`);
    else void turn.then(() => order.push(`${name}${index}`));
  };
  const round = async (): Promise<void> => {
    const begin = next;
    next = undefined;
    begin?.();
    await Promise.resolve();
  };
  return { clock, ask, round, order, isIdle: () => next === undefined };
}

describe("requests begin", () => {
  test("at once where only one key is in use, however many", () => {
    const { ask, order, isIdle } = setUp();
    for (let index = 0; index < 100; index++) ask("a", index);
    expect(order).toHaveLength(100);
    expect(isIdle()).toBe(true);
  });

  test("by turns where more are: who comes late and asks little waits for one of the others", async () => {
    const { clock, ask, round, order, isIdle } = setUp();
    ask("a", -1);
    clock.now += 100;
    ask("b", -1);
    order.length = 0;
    await round();
    for (let index = 0; index < 5; index++) ask("a", index);
    ask("b", 0);
    expect(order).toEqual(["a0", "b0"]);
    ask("b", 1);
    await round();
    expect(order.slice(2).toSorted()).toEqual(["a1", "b1"]);
    for (let left = 2; left < 5; left++) await round();
    expect(order.slice(4)).toEqual(["a2", "a3", "a4"]);
    await round();
    expect(isIdle()).toBe(true);
  });

  test("in the order in which they came, and none is lost when one is alone again", async () => {
    const { clock, ask, round, order } = setUp();
    ask("b", 0);
    clock.now += 100;
    for (let index = 0; index < 10; index++) ask("a", index);
    clock.now += 5000;
    ask("a", 10);
    for (let index = 0; index < 20; index++) await round();
    expect(order).toEqual(["b0", ...Array.from({ length: 11 }, (_, index) => `a${index}`)]);
    ask("a", 11);
    ask("a", 12);
    expect(order.slice(12)).toEqual(["a11", "a12"]);
  });
});

test("a flood with one key and a few requests with another are all answered", async () => {
  const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
  await using served = await serve(fleet, { keys: [keyOf("one", "VIEWER"), keyOf("other", "VIEWER")] });
  const ask = async (key: string): Promise<unknown> =>
    (await post(served.url, "{ viewer { name } }", { key: `${key}-key` })).json();
  const flood = Array.from({ length: 300 }, () => ask("one"));
  const few = [];
  for (let index = 0; index < 5; index++) few.push(await ask("other"));
  expect(few).toEqual(few.map(() => ({ data: { viewer: { name: "other" } } })));
  expect(await Promise.all(flood)).toEqual(flood.map(() => ({ data: { viewer: { name: "one" } } })));
});
