import fc from "fast-check";
import { expect, test } from "vitest";
import { RingBuffer } from "../../src/chart/ring-buffer.ts";
import { joined, lowerBound, nearestIndex, type Samples, samplesOf } from "../../src/chart/samples.ts";

const timesOf = (samples: Samples): number[] =>
  Array.from({ length: samples.length }, (_, index) => samples.time(index));

test("a ring holds the newest rows, in their order, and leaves out what is not newer", () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.option(fc.integer({ min: -9, max: 9 }))));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), rows, (capacity, pushed) => {
      const ring = new RingBuffer(capacity, 1);
      const model: [number, number | null][] = [];
      for (const [time, value] of pushed) {
        const newer = model.length === 0 || time > (model.at(-1)?.[0] ?? 0);
        expect(ring.push(time, [value])).toBe(newer);
        if (newer) model.push([time, value]);
      }
      const want = model.slice(-capacity);
      expect(timesOf(ring)).toEqual(want.map(([time]) => time));
      expect(want.map((_, index) => ring.value(0, index))).toEqual(want.map(([, value]) => value ?? Number.NaN));
    }),
  );
});

test("a ring doesn't take a time that is none", () => {
  const ring = new RingBuffer(3, 1);
  ring.push(1, [1]);
  expect(ring.push(Number.NaN, [2])).toBe(false);
});

test("rows that come twice or in disorder are sorted, the later one stands", () => {
  const samples = samplesOf([
    { time: 30, values: [3] },
    { time: 10, values: [1] },
    { time: 30, values: [null] },
  ]);
  expect(timesOf(samples)).toEqual([10, 30]);
  expect(samples.value(0, 1)).toBeNaN();
});

test("what was seen stands before what the log tells of the same time", () => {
  const past = samplesOf([10, 20, 30, 40].map((time) => ({ time, values: [-time] })));
  const ring = new RingBuffer(4, 1);
  expect(timesOf(joined(past, ring))).toEqual([10, 20, 30, 40]);
  ring.push(30, [3]);
  ring.push(35, [4]);
  const both = joined(past, ring);
  expect(timesOf(both)).toEqual([10, 20, 30, 35]);
  expect([0, 1, 2, 3].map((index) => both.value(0, index))).toEqual([-10, -20, 3, 4]);
});

test("found by time", () => {
  const samples = samplesOf([10, 20, 30].map((time) => ({ time, values: [] })));
  expect([5, 10, 11, 30, 31].map((time) => lowerBound(samples, time))).toEqual([0, 0, 1, 2, 3]);
  expect([5, 14, 16, 99].map((time) => nearestIndex(samples, time))).toEqual([0, 0, 1, 2]);
  expect(nearestIndex(samplesOf([]), 5)).toBe(-1);
});
