import { expect, test } from "vitest";
import { ChartModel } from "../../src/chart/chart-model.ts";
import { onChartKey } from "../../src/chart/keys.ts";
import { samplesOf } from "../../src/chart/samples.ts";
import type { ChartSource } from "../../src/chart/source.ts";

const MINUTE = 60_000;
const series = [
  { key: "solar", label: "Solar", unit: "W", color: "--x", dash: [] },
  { key: "home", label: "Home", unit: "W", color: "--y", dash: [2, 2], hidden: true },
] as const;

/** A day of five-minute rows, which goes on when it is told to. */
function aDay() {
  const rows = Array.from({ length: 289 }, (_, index) => ({ time: index * 5 * MINUTE, values: [index, null] }));
  const listeners = new Set<() => void>();
  const source: ChartSource = {
    live: true,
    samples: () => samplesOf(rows),
    bounds: () => ({ from: 0, to: rows.at(-1)?.time ?? 0 }),
    gapMs: () => 8 * MINUTE,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const goOn = (): void => {
    rows.push({ time: rows.length * 5 * MINUTE, values: [rows.length, null] });
    for (const listener of listeners) listener();
  };
  return { model: new ChartModel(source, series), goOn, listeners };
}

const press = (model: ChartModel, ...keys: string[]): void => {
  for (const key of keys) expect(onChartKey(model, key.replace("Shift+", ""), key.startsWith("Shift+"))).toBe(true);
};

test("arrows point row by row, from the newest on; pages, and edges", () => {
  const { model } = aDay();
  press(model, "ArrowLeft");
  expect(model.state().cursor?.values).toEqual([288, null]);
  press(model, "ArrowLeft", "ArrowLeft");
  expect(model.state().cursor?.values[0]).toBe(286);
  press(model, "PageUp");
  expect(model.state().cursor?.values[0]).toBe(262);
  press(model, "Home");
  expect(model.state().cursor?.time).toBe(0);
  press(model, "ArrowLeft");
  expect(model.state().cursor?.time).toBe(0);
  press(model, "End");
  expect(model.state().cursor?.values[0]).toBe(288);
});

test("plus and minus zoom around what is pointed at, and pointing outside takes the view along", () => {
  const { model } = aDay();
  model.point(144 * 5 * MINUTE);
  press(model, "+", "+");
  const { span, whole } = model.state();
  expect(whole).toBe(false);
  expect(span.to - span.from).toBe(6 * 60 * MINUTE);
  expect((span.to + span.from) / 2).toBe(12 * 60 * MINUTE);
  press(model, "End", "ArrowRight");
  expect(model.state().span.to).toBe(span.to + 5 * MINUTE);
  press(model, "Shift+ArrowLeft");
  expect(model.state().span.to - model.state().span.from).toBe(6 * 60 * MINUTE);
  press(model, "-", "-");
  expect(model.state().whole).toBe(true);
  press(model, "+", "Escape");
  expect(model.state().whole).toBe(true);
});

test("what comes is followed while everything is shown, and not while somebody looks closer", () => {
  const { model, goOn, listeners } = aDay();
  const end = model.connect();
  const before = model.state();
  goOn();
  expect(model.state().span.to).toBe(before.span.to + 5 * MINUTE);
  expect(model.state().latest?.values[0]).toBe(289);
  model.select({ from: 0, to: 60 * MINUTE });
  goOn();
  expect(model.state().span).toEqual({ from: 0, to: 60 * MINUTE });
  end();
  expect(listeners.size).toBe(0);
});

test("the state is the same object until something changes, and lines are taken away one by one", () => {
  const { model } = aDay();
  expect(model.state()).toBe(model.state());
  expect(model.state().shown).toEqual([true, false]);
  model.toggle(1);
  model.toggle(0);
  expect(model.state().shown).toEqual([false, true]);
});

test("other keys are left to the browser, and nothing known points at nothing", () => {
  const { model } = aDay();
  expect(onChartKey(model, "Tab", false)).toBe(false);
  expect(onChartKey(model, "toString", false)).toBe(false);
  const empty = new ChartModel(
    {
      live: false,
      samples: () => samplesOf([]),
      bounds: () => ({ from: 0, to: 1 }),
      gapMs: () => 1,
      subscribe: () => () => undefined,
    },
    series,
  );
  press(empty, "ArrowLeft", "Home", "End");
  expect(empty.state()).toMatchObject({ cursor: null, latest: null });
});
