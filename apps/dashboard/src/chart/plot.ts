import UPlot from "uplot";
import type { Format } from "../text/format.ts";
import type { View } from "./decimate.ts";
import { type Palette, readPalette } from "./palette.ts";
import { type ChartSeries, unitsOf } from "./series.ts";
import type { TimeLabels } from "./time-labels.ts";
import { timeTicks } from "./time-ticks.ts";
import { axisLabels, axisRange, axisScale, type ChartUnit } from "./units.ts";
import type { TimeSpan } from "./zone.ts";

export interface PlotOptions {
  readonly host: HTMLElement;
  readonly series: readonly ChartSeries[];
  readonly timeZone: string;
  readonly labels: TimeLabels;
  readonly format: Format;
  /** How much larger than usual all is drawn that is text or a line. */
  readonly scale: number;
  /** A stretch was drawn with the mouse. */
  readonly onSelect: (span: TimeSpan) => void;
  /** The mouse points at a time, or at nothing. */
  readonly onPoint: (time: number | null) => void;
  readonly onReset: () => void;
  /** The width has changed: what is drawn should be, too. */
  readonly onResize: () => void;
}

/** The drawn chart. */
export interface Plot {
  /** Of the part that lines are drawn in, in CSS pixels. */
  readonly width: number;
  show(view: View, span: TimeSpan, shown: readonly boolean[]): void;
  /** Where the line under the cursor stands; null takes it away. */
  point(time: number | null): void;
  /** Takes the page's colours as they are now. */
  restyle(): void;
  destroy(): void;
}

/** Sides of an axis, by uPlot's numbers. */
const [right, left] = [1, 3];

/** Marks of the time axis stand about this far apart, in CSS pixels at the usual scale. */
const markDistance = 64;

export function createPlot(options: PlotOptions): Plot {
  const { host, series, scale, onSelect, onPoint, onReset, onResize } = options;
  let palette = readPalette(host);
  let pointing = false;
  const plot = new UPlot(
    {
      ...sizeOf(host),
      ms: 1,
      padding: [12 * scale, 26 * scale, 0, 0],
      legend: { show: false },
      cursor: {
        drag: { x: true, y: false, setScale: false },
        points: { size: 7 * scale },
        bind: { dblclick: () => () => (onReset(), null) },
      },
      scales: { x: { time: true, auto: false }, ...scalesOf(series) },
      axes: axesOf(options, () => palette),
      series: [{}, ...series.map((one) => lineOf(one, scale, () => palette))],
      hooks: {
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width < 4) return;
            onSelect({ from: plot.posToVal(left, "x"), to: plot.posToVal(left + width, "x") });
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
        setCursor: [
          (plot) => {
            const { left = -1 } = plot.cursor;
            if (!pointing) onPoint(left < 0 ? null : plot.posToVal(left, "x"));
          },
        ],
      },
    },
    [[], ...series.map(() => [])],
    host,
  );
  const observer = new ResizeObserver(() => {
    const size = sizeOf(host);
    if (size.width === plot.width && size.height === plot.height) return;
    plot.setSize(size);
    onResize();
  });
  observer.observe(host);
  const place = (left: number, top: number): void => {
    pointing = true;
    plot.setCursor({ left, top }, false);
    pointing = false;
  };
  return {
    get width() {
      return widthOf(plot);
    },
    show: ({ times, values }, { from, to }, shown) => {
      plot.batch(() => {
        for (const [index, isShown] of shown.entries()) {
          if (plot.series[index + 1]?.show !== isShown) plot.setSeries(index + 1, { show: isShown }, false);
        }
        plot.setData([times, ...values], false);
        plot.setScale("x", { min: from, max: to });
      });
    },
    point: (time) => {
      if (time === null) place(-10, -10);
      else place(plot.valToPos(time, "x"), plot.cursor.top !== undefined && plot.cursor.top >= 0 ? plot.cursor.top : 0);
    },
    restyle: () => {
      palette = readPalette(host);
      plot.redraw(false, true);
    },
    destroy: () => {
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** Of the part that lines are drawn in, in CSS pixels; its element follows only later. */
const widthOf = ({ bbox }: UPlot): number => bbox.width / UPlot.pxRatio;

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } => ({
  width: Math.max(clientWidth, 120),
  height: Math.max(clientHeight, 120),
});

function scalesOf(series: readonly ChartSeries[]): UPlot.Scales {
  return Object.fromEntries(
    unitsOf(series).map((unit) => [
      unit,
      { range: (_: UPlot, low: number | null, high: number | null) => axisRange(unit, low, high) },
    ]),
  );
}

function axesOf({ series, timeZone, labels, format, scale }: PlotOptions, palette: () => Palette): UPlot.Axis[] {
  const look = {
    stroke: () => palette().color("--text-soft"),
    // uPlot takes whole pixels only.
    font: `${Math.round(12 * scale)}px ${getComputedStyle(document.documentElement).fontFamily}`,
    ticks: { show: false },
  };
  const grid = { stroke: () => palette().color("--line"), width: 1 };
  const marks = ({ from, to }: TimeSpan, width: number): ReturnType<typeof timeTicks> =>
    timeTicks({ from, to }, timeZone, Math.max(2, width / (markDistance * scale)));
  const time: UPlot.Axis = {
    ...look,
    grid: { ...grid, show: false },
    size: 28 * scale,
    gap: 6 * scale,
    splits: (plot, _, from, to) => [...marks({ from, to }, widthOf(plot)).moments],
    values: (plot, moments) => {
      const { min = 0, max = 0 } = plot.scales["x"] ?? {};
      const { step } = marks({ from: min ?? 0, to: max ?? 0 }, widthOf(plot));
      return moments.map((moment) => labels.mark(moment, step));
    },
  };
  return [time, ...unitsOf(series).map((unit, index) => valueAxis(unit, index, { ...look, grid }, { format, scale }))];
}

function valueAxis(
  unit: ChartUnit,
  index: number,
  { grid, ...look }: UPlot.Axis,
  { format, scale }: Pick<PlotOptions, "format" | "scale">,
): UPlot.Axis {
  return {
    ...look,
    scale: unit,
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot has its sides as an enum of types only
    side: index === 0 ? left : right,
    grid: { ...grid, show: index === 0 },
    size: 54 * scale,
    gap: 6 * scale,
    space: 36 * scale,
    values: (plot, marks) => {
      const { min, max } = plot.scales[unit] ?? {};
      const written = axisScale(unit, Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0)));
      const texts = axisLabels(marks, written, format);
      // The unit stands once, beside the uppermost number.
      return texts.map((text, place) => (place === texts.length - 1 ? `${text} ${written.unit}` : text));
    },
  };
}

function lineOf(
  { label, unit, color, dash, filled }: ChartSeries,
  scale: number,
  palette: () => Palette,
): UPlot.Series {
  return {
    label,
    scale: unit,
    stroke: () => palette().color(color),
    width: 1.75 * scale,
    dash: dash.map((length) => length * scale),
    ...(filled === true && { fill: () => palette().faint(color) }),
    points: { show: true, size: 4 * scale, filter: isolated, fill: () => palette().color(color) },
  };
}

/** Rows between two that are unknown: no line shows them. */
function isolated(plot: UPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const alone: number[] = [];
  for (let index = 0; index < values.length; index++) {
    if (values[index] !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null) {
      alone.push(index);
    }
  }
  return alone;
}
