import { expect, test } from "vitest";
import { decimate, emptyView } from "../../src/chart/decimate.ts";
import { LiveRecorder } from "../../src/inverter/live-recorder.ts";

const start = Date.UTC(2026, 5, 21, 12);
const MINUTE = 60_000;
const at = (seconds: number, solar: number | null, ageSeconds = 0) => ({
  observedAt: new Date(start + seconds * 1000).toISOString(),
  ageSeconds,
  power: { solar, home: null, grid: solar === null ? null : -solar, battery: null },
});

test("a value that comes again is recorded once; unknown stays unknown", () => {
  const recorder = new LiveRecorder(start);
  recorder.record(at(0, 100), 1);
  recorder.record(at(0, 100, 30), 1);
  recorder.record(at(31, 120), 1);
  const samples = recorder.samples();
  expect(samples.length).toBe(2);
  expect(samples.value(0, 1)).toBe(120);
  expect(samples.value(1, 1)).toBeNaN();
});

test("a hidden tab is a hole and no line; five minutes of the log are none", () => {
  const recorder = new LiveRecorder(start);
  recorder.remember(
    [-15, -10, -5].map((minute) => ({ time: start + minute * MINUTE, values: [50, null, null, null] })),
  );
  for (let second = 0; second < 60; second++) recorder.record(at(second, 100), 1);
  for (let second = 600; second < 660; second++) recorder.record(at(second, 200), 1);
  const view = emptyView(4);
  const gapMs = (time: number): number => recorder.gapMs(time);
  decimate(recorder.samples(), { span: recorder.bounds(), pieces: 1000, gapMs }, view);
  const nulls = view.values[0]?.flatMap((value, index) => (value === null ? [view.times[index] ?? 0] : []));
  expect(nulls).toHaveLength(1);
  expect(nulls?.[0]).toBeGreaterThan(start + 59_000);
  expect(nulls?.[0]).toBeLessThan(start + 600_000);
});

test("an inverter that is away: time goes on, and nothing is made up", () => {
  const recorder = new LiveRecorder(start);
  recorder.record(at(0, 100), 5);
  recorder.record(at(0, 100, 3600), 5);
  expect(recorder.bounds().to).toBe(start + 3600_000);
  expect(recorder.samples().length).toBe(1);
});

test("the newest of what is seen is shown, a minute at least and six hours at most, in memory that doesn't grow", () => {
  const recorder = new LiveRecorder(0);
  recorder.record(at(0, 1), 1);
  expect(recorder.bounds()).toEqual({ from: start - MINUTE, to: start });
  for (let second = 1; second < 30_000; second++) recorder.record(at(second, second), 1);
  const { from, to } = recorder.bounds();
  expect((to - from) / 3_600_000).toBeCloseTo(6, 2);
  expect(recorder.samples().length).toBe(21_600);
});

test("what the log tells of a time that was seen is left out", () => {
  const recorder = new LiveRecorder(start);
  recorder.record(at(0, 100), 1);
  recorder.remember([-5, 0, 5].map((minute) => ({ time: start + minute * MINUTE, values: [7, null, null, null] })));
  expect(recorder.samples().length).toBe(2);
});
