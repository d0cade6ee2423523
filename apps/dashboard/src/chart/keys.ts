import type { ChartModel } from "./chart-model.ts";

/** What a key does while a chart has the focus. @returns false for a key that does nothing here, and is left to the browser */
export function onChartKey(model: ChartModel, key: string, shift: boolean): boolean {
  const action = (shift ? pans : actions).get(key);
  action?.(model);
  return action !== undefined;
}

type Action = (model: ChartModel) => void;

const pans: ReadonlyMap<string, Action> = new Map([
  ["ArrowLeft", (model) => model.pan(-0.25)],
  ["ArrowRight", (model) => model.pan(0.25)],
  // Where plus is typed with Shift.
  ["+", (model) => model.zoom(0.5)],
]);

const actions: ReadonlyMap<string, Action> = new Map([
  ["ArrowLeft", (model) => model.step(-1)],
  ["ArrowRight", (model) => model.step(1)],
  ["PageUp", (model) => model.step(-24)],
  ["PageDown", (model) => model.step(24)],
  ["Home", (model) => model.edge("first")],
  ["End", (model) => model.edge("last")],
  ["+", (model) => model.zoom(0.5)],
  ["-", (model) => model.zoom(2)],
  ["Escape", (model) => model.reset()],
]);
