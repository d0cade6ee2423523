import { describe, expect, test } from "vitest";
import { SimulatedClock } from "../src/clock.ts";
import { Gate } from "../src/http/gate.ts";
import { printJson } from "../src/http/json.ts";
import { applyMask, parseMask } from "../src/http/mask.ts";
import { resolveOptions } from "../src/options.ts";
import { readingsByModule } from "../src/process-data/index.ts";
import { profileNames, profileOf } from "../src/profiles/index.ts";

describe("JSON", () => {
  const value = { a: [1, { b: "x, y: {z}\n" }], c: "ö/\u2028", d: [], e: {} };

  test.each([
    ["spaced", '{"a": [1, {"b": "x, y: {z}\\n"}], "c": "\\u00f6/\\u2028", "d": [], "e": {}}'],
    ["compact", '{"a":[1,{"b":"x, y: {z}\\n"}],"c":"\\u00f6\\/\\u2028","d":[],"e":{}}'],
  ] as const)("%s", (style, text) => {
    expect(printJson(value, style)).toBe(text);
    expect(JSON.parse(printJson(value, style))).toEqual(value);
  });
});

describe("masks", () => {
  const value = [{ moduleid: "m", settings: [{ id: "a", type: "byte", min: null }] }];

  test.each([
    ["moduleid", [{ moduleid: "m" }]],
    ["{moduleid}", [{ moduleid: "m" }]],
    ["moduleid,settings{id,type}", [{ moduleid: "m", settings: [{ id: "a", type: "byte" }] }]],
    ["{settings{min}}", [{ settings: [{ min: null }] }]],
    ["*", value],
    ["settings{id},*", [{ moduleid: "m", settings: [{ id: "a" }] }]],
    ["nothing", [{}]],
    [" moduleid , nothing ", [{ moduleid: "m" }]],
  ])("%s", (text, want) => {
    const mask = parseMask(text);
    if (mask === undefined) throw new Error("not well formed");
    expect(applyMask(mask, value)).toEqual(want);
  });

  test.each(["", "{", "{}", "a,", ",a", "a{b", "a}b", "a{b}c", "{a}}", "a{}"])("%j is not well formed", (text) => {
    expect(parseMask(text)).toBeUndefined();
  });
});

describe("the gate", () => {
  test("lets in one after the other, in order, and nobody twice", async () => {
    const gate = new Gate(1);
    const order: string[] = [];
    const first = await gate.enter();
    const visit = async (name: string): Promise<void> => {
      const leave = await gate.enter();
      order.push(`${name} in`);
      await Promise.resolve();
      order.push(`${name} out`);
      leave();
      leave();
    };
    const visits = ["a", "b"].map(visit);
    first();
    // Arrives in the tick of the hand-over.
    visits.push(visit("c"));
    await Promise.all(visits);
    expect(order).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
    expect(gate.isFull).toBe(false);
  });

  test("grows and shrinks while others wait", async () => {
    const gate = new Gate(1);
    const first = await gate.enter();
    const waiting = [gate.enter(), gate.enter()];
    gate.capacity = 3;
    const [second, third] = await Promise.all(waiting);
    gate.capacity = 1;
    first();
    second?.();
    expect(gate.isFull).toBe(true);
    third?.();
    expect(gate.isFull).toBe(false);
  });
});

test("the clock runs by its speed, stops at 0, and goes on where it was set", () => {
  let now = 1_000;
  const clock = new SimulatedClock(() => now, 50_000, 2);
  now += 100;
  expect(clock.now()).toBe(50_200);
  clock.set({ speed: 0 });
  now += 100;
  expect(clock.now()).toBe(50_200);
  clock.set({ time: 7, speed: 1 });
  now += 5;
  expect(clock.now()).toBe(12);
});

test.each(profileNames)("%s: every id has a way to be made, every module with data is listed", (name) => {
  const { processData, asleepWithout, modules } = profileOf(name);
  for (const [moduleId, ids] of Object.entries(processData)) {
    expect(Object.keys(modules)).toContain(moduleId);
    expect(ids.filter((id) => readingsByModule.get(moduleId)?.[id] === undefined)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  }
  for (const [moduleId, ids] of Object.entries(asleepWithout)) {
    expect(ids.filter((id) => !processData[moduleId]?.includes(id))).toEqual([]);
  }
});

test.each([
  [{ port: -1 }, /^port: /],
  [{ port: 1.5 }, /^port: /],
  [{ profile: "g4" }, /^profile: .*plenticore-g3/],
  [{ password: "" }, /^password: /],
  [{ seed: 0.5 }, /^seed: /],
  [{ time: "yesterday" }, /^time: /],
  [{ speed: Number.POSITIVE_INFINITY }, /^speed: /],
  [{ rounds: 10 }, /^rounds: /],
  [{ latitude: 91 }, /^latitude: /],
  [{ timeZone: "Europe/Atlantis" }, /^timeZone: /],
  [{ bootSeconds: -1 }, /^bootSeconds: /],
  [{ fault: { kind: "nope" } }, /^fault\.kind: /],
])("the option %j is refused by name", (options, message) => {
  expect(() => resolveOptions(options as never)).toThrow(
    expect.objectContaining({ code: "BAD_OPTION", message: expect.stringMatching(message) }),
  );
});
