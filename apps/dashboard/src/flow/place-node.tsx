import type { ReactNode } from "react";
import type { Format } from "../text/format.ts";
import type { FlowKind } from "./edge.tsx";
import styles from "./flow-picture.module.css";
import type { Place } from "./flow-power.ts";
import { arc, type Point, radius, ringParts } from "./geometry.ts";
import { PlaceIcon } from "./icons.tsx";
import type { PlaceFigure } from "./places.ts";
import type { FlowText } from "./text.ts";

/** Parts of a place's ring, each with the pattern and colour of its flow. */
export type Ring = readonly { readonly name: FlowKind; readonly path: string }[];

export interface PlaceNodeProps {
  readonly place: Place;
  readonly at: Point;
  readonly figure: PlaceFigure;
  readonly ring: Ring;
  /** 0 to 100; the battery's. */
  readonly stateOfCharge?: number | null;
  readonly text: FlowText;
  readonly format: Format;
}

/** A place: ring, icon, watts, which way they go, and beside it its name and what it does. */
export function PlaceNode({ place, at, figure, ring, stateOfCharge = null, text, format }: PlaceNodeProps): ReactNode {
  const { value, unit } = format.power(figure.watts);
  const state = figure.state === null ? "" : text[figure.state];
  const charge = place === "battery" ? format.percent(stateOfCharge) : null;
  const beside = place === "solar" || place === "battery";
  const x = beside ? radius + 12 : 0;
  const lines: readonly (readonly [kind: "name" | "charge" | "state", words: string])[] = [
    ["name", text[place]],
    ...(charge === null || charge.unit === "" ? [] : [["charge", `${charge.value} ${charge.unit}`] as const]),
    ...(state === "" ? [] : [["state", state] as const]),
  ];
  const first = beside ? 5 - (lines.length - 1) * (lineHeight / 2) : radius + 20;
  return (
    <g transform={`translate(${at.x} ${at.y})`} data-place={place} className={styles.place}>
      <circle className={styles.disc} r={radius} />
      {ring.map(({ name, path }) => (
        <path key={name} className={styles.ring} data-kind={name} d={path} />
      ))}
      <g transform="translate(0 -16)" className={styles.icon}>
        <PlaceIcon place={place} stateOfCharge={stateOfCharge} />
      </g>
      <text className={styles.watts} y={14}>
        {value}
        {unit !== "" && <tspan className={styles.unit}> {unit}</tspan>}
      </text>
      {figure.direction !== null && (
        <path
          className={styles.way}
          d="M-6 0H5M1.5-3.5L5.5 0L1.5 3.5"
          transform={`translate(0 26) rotate(${turn(place, figure)})`}
        />
      )}
      <text className={beside ? styles.besideLabel : styles.label} x={x} y={first}>
        {lines.map(([kind, words], index) => (
          <tspan key={kind} className={styles[kind]} x={x} dy={index === 0 ? 0 : lineHeight}>
            {words}
          </tspan>
        ))}
      </text>
    </g>
  );
}

const lineHeight = 16;

/** The arrow's turn from "to the right", in degrees: away from the place where it gives, towards it where it takes. */
function turn(place: Place, { direction }: PlaceFigure): number {
  const outward = { solar: 90, grid: 0, home: 180, battery: -90 }[place];
  return direction === "out" ? outward : outward + 180;
}

/** A whole ring of one kind. */
export const wholeRing = (name: FlowKind): Ring => [{ name, path: arc(0, 2 * Math.PI, radius) }];

/** A ring of parts of `whole`. */
export const sharedRing = (parts: readonly (readonly [FlowKind, number])[], whole: number): Ring =>
  ringParts(parts, whole, radius);
