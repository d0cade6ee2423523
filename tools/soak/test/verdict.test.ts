import { expect, test } from "vitest";
import { Findings } from "../src/findings.ts";
import { verdict } from "../src/verdict.ts";

const LOAD_MS = 1_000;
const MEBI = 2 ** 20;

const samples = (...values: readonly number[]) => values.map((value, index) => ({ atMs: 200 + index * 160, value }));
const level = samples(50 * MEBI, 50 * MEBI, 50 * MEBI, 50 * MEBI, 50 * MEBI);
const leak = samples(50 * MEBI, 52 * MEBI, 54 * MEBI, 56 * MEBI, 58 * MEBI);
const few = samples(80, 80, 80, 80, 80);
const more = samples(80, 90, 100, 110, 120);

const failed = (...args: Parameters<typeof verdict>): string[] =>
  verdict(...args)
    .filter(({ ok }) => !ok)
    .map(({ name }) => name);

test("all is well where nothing grows, something was done, and nothing was found", () => {
  const checks = verdict({ heap: level, descriptors: few }, LOAD_MS, new Findings(), { writes: 3 });
  expect(checks.map(({ ok, line }) => [ok, line])).toEqual([
    [true, "in five windows: 50.0 MiB 50.0 MiB 50.0 MiB 50.0 MiB 50.0 MiB"],
    [true, "in five windows: 80 80 80 80 80"],
    [true, "3 writes"],
    [true, "none"],
  ]);
});

test("each thing fails by itself", () => {
  const found = new Findings();
  found.add("a subscription was lost", "of garage");
  found.add("a subscription was lost", "of barn");
  expect(failed({ heap: leak, descriptors: few }, LOAD_MS, new Findings(), { writes: 3 })).toEqual(["heap"]);
  expect(failed({ heap: level, descriptors: more }, LOAD_MS, new Findings(), { writes: 3 })).toEqual([
    "file descriptors",
  ]);
  expect(failed({ heap: level, descriptors: few }, LOAD_MS, new Findings(), { writes: 0 })).toEqual(["activity"]);
  expect(failed({ heap: level, descriptors: few }, LOAD_MS, found, { writes: 3 })).toEqual(["findings"]);
  expect(found.lines()).toEqual(["a subscription was lost: 2 times", "    of garage", "    of barn"]);
});

test("a gateway that ended before its time is judged as such", () => {
  const checks = verdict({ heap: level.slice(0, 2), descriptors: [] }, LOAD_MS, new Findings(), { writes: 3 });
  expect(checks[0]).toEqual({ name: "heap", ok: false, line: "no sample in window 3 of 5" });
});

test("where the system tells no file descriptors, they are not judged", () => {
  const names = verdict({ heap: level, descriptors: [] }, LOAD_MS, new Findings(), { writes: 3 }).map(
    ({ name }) => name,
  );
  expect(names).toEqual(["heap", "activity", "findings"]);
});
