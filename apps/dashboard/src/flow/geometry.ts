import type { EdgeId, Place } from "./flow-power.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Units of the picture: its width is the same whatever the screen, so narrow that its text is legible on a telephone of 360 px. */
export const width = 340;
/** Of a place's circle, to the middle of its ring. */
export const radius = 42;

/** Ways in a row, so that no two edges lie on each other. */
const lane = 14;
const left = 54;
const right = width - left;
const middle = width / 2;
const top = 52;
const across = 174;
const bottom = 296;

/** Where the places are: solar on top, grid left, home right, battery below; without one the picture is lower. */
export interface Layout {
  readonly height: number;
  readonly places: Readonly<Record<Place, Point>>;
  readonly hasBattery: boolean;
}

export const layoutOf = (hasBattery: boolean): Layout => ({
  height: hasBattery ? bottom + radius + 8 : across + radius + 44,
  hasBattery,
  places: {
    solar: { x: middle, y: top },
    grid: { x: left, y: across },
    home: { x: right, y: across },
    battery: { x: middle, y: bottom },
  },
});

/** A curve of one bend, or a straight line with its bend in the middle. */
export interface Curve {
  readonly from: Point;
  readonly bend: Point;
  readonly to: Point;
}

const reach = radius - 2;

const onRim = (offset: number): number => Math.sqrt(reach ** 2 - offset ** 2);
const down = top + onRim(lane);
const up = bottom - onRim(lane);
const inLeft = left + onRim(lane);
const inRight = right - onRim(lane);

function bent(x: number, y: number, end: "down" | "up", side: "left" | "right"): Curve {
  return {
    from: { x, y: end === "down" ? down : up },
    bend: { x, y },
    to: { x: side === "left" ? inLeft : inRight, y },
  };
}

function straight(from: Point, to: Point): Curve {
  return { from, bend: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, to };
}

const batteryToGrid = bent(middle - lane, across + lane, "up", "left");

/** Each edge's way from the rim of its source to the rim of its end. */
export const curves: Readonly<Record<EdgeId, Curve>> = {
  solarToHome: bent(middle + lane, across - lane, "down", "right"),
  solarToGrid: bent(middle - lane, across - lane, "down", "left"),
  solarToBattery: straight({ x: middle, y: top + reach }, { x: middle, y: bottom - reach }),
  gridToHome: straight({ x: left + reach, y: across }, { x: right - reach, y: across }),
  batteryToHome: bent(middle + lane, across + lane, "up", "right"),
  batteryToGrid,
  // The same way back: only one of the two flows at a time.
  gridToBattery: reversed(batteryToGrid),
};

function reversed({ from, bend, to }: Curve): Curve {
  return { from: to, bend, to: from };
}

/** A point of the curve, `t` from 0 at its start to 1 at its end. */
export function pointAt({ from, bend, to }: Curve, t: number): Point {
  const u = 1 - t;
  return {
    x: u * u * from.x + 2 * u * t * bend.x + t * t * to.x,
    y: u * u * from.y + 2 * u * t * bend.y + t * t * to.y,
  };
}

/** Where the curve leads at `t`, in degrees, 0 being to the right and 90 down. */
export function angleAt({ from, bend, to }: Curve, t: number): number {
  const x = (1 - t) * (bend.x - from.x) + t * (to.x - bend.x);
  const y = (1 - t) * (bend.y - from.y) + t * (to.y - bend.y);
  return (Math.atan2(y, x) * 180) / Math.PI;
}

/** Steps of the same length along the curve, both ends included, so that marks keep their pace in the bend. */
export function stepsAlong(curve: Curve, count: number): readonly { readonly at: Point; readonly angle: number }[] {
  const fine = 24 * count;
  const lengths = [0];
  for (let step = 1; step <= fine; step += 1) {
    const a = pointAt(curve, (step - 1) / fine);
    const b = pointAt(curve, step / fine);
    lengths.push((lengths[step - 1] ?? 0) + Math.hypot(b.x - a.x, b.y - a.y));
  }
  const total = lengths[fine] ?? 0;
  let step = 0;
  return Array.from({ length: count + 1 }, (_, index) => {
    while (step < fine && (lengths[step] ?? 0) < (total * index) / count - 1e-9) step += 1;
    return { at: pointAt(curve, step / fine), angle: angleAt(curve, step / fine) };
  });
}

/** Units from start to end. */
export function lengthOf(curve: Curve): number {
  const steps = 64;
  let length = 0;
  for (let step = 0; step < steps; step += 1) {
    const a = pointAt(curve, step / steps);
    const b = pointAt(curve, (step + 1) / steps);
    length += Math.hypot(b.x - a.x, b.y - a.y);
  }
  return length;
}

/** The curve as an SVG path. */
export const pathOf = ({ from, bend, to }: Curve): string =>
  `M${round(from.x)} ${round(from.y)}Q${round(bend.x)} ${round(bend.y)} ${round(to.x)} ${round(to.y)}`;

/**
 * Parts of a ring, clockwise from the top, each so long as its share of `whole`, with a gap between them that eyes can tell them by.
 * Parts of 0 are left out. @returns SVG paths around (0, 0)
 */
export function ringParts<Name extends string>(
  parts: readonly (readonly [Name, number])[],
  whole: number,
  ringRadius: number,
): readonly { readonly name: Name; readonly path: string }[] {
  if (!(whole > 0)) return [];
  const shown = parts.filter(([, part]) => part / whole > 0.004);
  const gap = shown.length > 1 ? 0.05 : 0;
  let turned = 0;
  return shown.map(([name, part]) => {
    const angle = Math.min(1, part / whole) * 2 * Math.PI;
    const path = arc(turned + gap / 2, turned + Math.max(angle - gap / 2, gap), ringRadius);
    turned += angle;
    return { name, path };
  });
}

/** An arc around (0, 0) from one angle to another, clockwise from the top, in radians; a whole turn is two halves. */
export function arc(from: number, to: number, ringRadius: number): string {
  const on = (angle: number): string =>
    `${round(ringRadius * Math.sin(angle))} ${round(-ringRadius * Math.cos(angle))}`;
  const part = (until: number, isLong: boolean): string =>
    `A${ringRadius} ${ringRadius} 0 ${isLong ? 1 : 0} 1 ${on(until)}`;
  if (to - from >= 2 * Math.PI - 1e-6)
    return `M${on(from)}${part(from + Math.PI, false)}${part(from + 2 * Math.PI, false)}`;
  return `M${on(from)}${part(to, to - from > Math.PI)}`;
}

const round = (value: number): number => Math.round(value * 100) / 100 || 0;
