import { expect, test } from "vitest";
import { Memory, memoryKey } from "../../src/data/memory.ts";

test("keeps the last by document and variables", () => {
  const memory = new Memory();
  const answer = { power: 1 };
  memory.keep(memoryKey("PlantLive", { plantId: "home" }), answer);
  expect(memory.get(memoryKey("PlantLive", { plantId: "home" }))).toBe(answer);
  expect(memory.get(memoryKey("PlantLive", { plantId: "barn" }))).toBeUndefined();
  expect(memory.get(memoryKey("PlantEnergy", { plantId: "home" }))).toBeUndefined();
});

test("is bounded: what was longest not kept anew is forgotten first", () => {
  const memory = new Memory();
  memory.keep("live", 0);
  for (let day = 0; day < 1000; day += 1) {
    memory.keep(`day ${day}`, day);
    memory.keep("live", day);
  }
  expect(memory.get("live")).toBe(999);
  expect(memory.get("day 999")).toBe(999);
  expect(memory.get("day 0")).toBeUndefined();
});
