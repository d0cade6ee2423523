import type { ReactNode } from "react";
import styles from "./flow-picture.module.css";
import "./kinds.css";
import type { EdgeId } from "./flow-power.ts";
import { angleAt, curves, pathOf, pointAt } from "./geometry.ts";
import { widthOf } from "./motion.ts";

/** What an edge's colour and pattern say: Home Assistant's five kinds. */
export type FlowKind = "solar" | "gridImport" | "gridExport" | "batteryOut" | "batteryIn";

export const kindOf: Readonly<Record<EdgeId, FlowKind>> = {
  solarToHome: "solar",
  solarToBattery: "batteryIn",
  solarToGrid: "gridExport",
  gridToHome: "gridImport",
  gridToBattery: "batteryIn",
  batteryToHome: "batteryOut",
  batteryToGrid: "gridExport",
};

/** Both ways between grid and battery lie on each other: what is drawn of a way, not of a flow, is drawn of one. */
export const isWay = (id: EdgeId): boolean => id !== "gridToBattery";

/** The way that power could take: a faint line under those that it takes. */
export const Track = ({ id }: { readonly id: EdgeId }): ReactNode => (
  <path className={styles.track} d={pathOf(curves[id])} />
);

/** A way of which nobody knows whether power takes it. */
export const UnknownEdge = ({ id }: { readonly id: EdgeId }): ReactNode => (
  <path className={styles.unknownEdge} d={pathOf(curves[id])} data-edge={id} />
);

export interface EdgeProps {
  readonly id: EdgeId;
  readonly watts: number;
  /** What widths and speeds are measured by, in W. */
  readonly peakWatts: number;
}

/** A flow: its colour, its pattern, its width by power, and an arrow where it arrives. */
export function Edge({ id, watts, peakWatts }: EdgeProps): ReactNode {
  const curve = curves[id];
  const path = pathOf(curve);
  const strokeWidth = Math.round(widthOf(watts, peakWatts) * 10) / 10;
  const tip = pointAt(curve, arrowAt);
  const size = 5 + strokeWidth / 2;
  return (
    <g className={styles.edge} data-kind={kindOf[id]} data-edge={id}>
      <path className={styles.line} d={path} strokeWidth={strokeWidth} />
      {kindOf[id] === "gridImport" && <path className={styles.core} d={path} strokeWidth={strokeWidth / 3} />}
      <path
        className={styles.arrow}
        d={`M${size} 0L${-size} ${size}L${-size * 0.5} 0L${-size} ${-size}Z`}
        transform={`translate(${tip.x.toFixed(1)} ${tip.y.toFixed(1)}) rotate(${angleAt(curve, arrowAt).toFixed(1)})`}
      />
    </g>
  );
}

/** Just before the rim of the place where the flow arrives, so that the arrow points at it. */
const arrowAt = 0.9;
