import type { ReactNode } from "react";
import styles from "./flow-picture.module.css";
import "./kinds.css";
import type { EdgeId } from "./flow-power.ts";
import { angleAt, curves, pathOf, pointAt } from "./geometry.ts";

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
  /** In units of the picture. */
  readonly lineWidth: number;
}

/** A flow: its colour, its pattern, and its width by power. */
export function Edge({ id, lineWidth }: EdgeProps): ReactNode {
  const path = pathOf(curves[id]);
  return (
    <g data-kind={kindOf[id]} data-edge={id}>
      <path className={styles.line} d={path} strokeWidth={lineWidth} />
      {kindOf[id] === "gridImport" && <path className={styles.core} d={path} strokeWidth={lineWidth / 3} />}
    </g>
  );
}

/** Where a flow arrives: an arrow that points at the place, over marks that travel there. */
export function Arrow({ id, lineWidth }: EdgeProps): ReactNode {
  const size = 5 + lineWidth / 2;
  const { x, y } = pointAt(curves[id], arrowAt);
  return (
    <path
      className={styles.arrow}
      data-kind={kindOf[id]}
      data-arrow={id}
      d={`M${size} 0L${-size} ${size}L${-size * 0.5} 0L${-size} ${-size}Z`}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${angleAt(curves[id], arrowAt).toFixed(1)})`}
    />
  );
}

/** Just before the rim of the place where the flow arrives. */
const arrowAt = 0.9;
