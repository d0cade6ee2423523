import { expect, test } from "vitest";
import { Written } from "../src/written.ts";

test("before the first confirmed write anything may be held", () => {
  const written = new Written();
  written.begin("1");
  expect(written.read()("whatever")).toBe(true);
});

test("a confirmed write is held, and nothing older", () => {
  const written = new Written();
  written.begin("1")();
  written.begin("2")();
  const may = written.read();
  expect([may("1"), may("2")]).toEqual([false, true]);
});

test("a write that was never answered may be held or not", () => {
  const written = new Written();
  written.begin("1")();
  written.begin("2");
  const may = written.read();
  expect([may("1"), may("2"), may("3")]).toEqual([true, true, false]);
});

test("a read that began before a write may answer what was before, what is after, and what came between", () => {
  const written = new Written();
  written.begin("1")();
  const may = written.read();
  written.begin("2")();
  written.begin("3")();
  expect([may("1"), may("2"), may("3")]).toEqual([true, true, true]);
  expect(written.read()("2")).toBe(false);
});

test("an old write that is confirmed late does not bring older values back", () => {
  const written = new Written();
  const first = written.begin("1");
  written.begin("2")();
  first();
  expect(written.read()("1")).toBe(false);
});
