import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Figure, Figures } from "../ui/figure.tsx";
import type { Sum } from "./sums.ts";
import { text } from "./text.ts";

/** W, and Wh of the day. */
export interface PowerSums {
  readonly solar: Sum;
  readonly home: Sum;
  /** + import, - feed-in. */
  readonly grid: Sum;
  /** + discharging, - charging. */
  readonly battery: Sum;
  readonly yieldToday: Sum;
}

export interface SumFiguresProps {
  readonly sums: PowerSums;
  readonly stale: boolean;
  /** Counters are read apart from powers. */
  readonly yieldStale: boolean;
  /** What is said of a sum that lacks a part. Default: nothing. */
  readonly noteOf?: (sum: Sum) => string;
}

/** Unknown, or written as 0: then there is no direction. */
const isNearZero = ({ sum }: Sum): boolean => sum === null || Math.abs(sum) < 0.5;

/** Powers without signs: the words tell the direction. */
export function SumFigures({ sums, stale, yieldStale, noteOf }: SumFiguresProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const { grid, battery } = sums;
  const isFeeding = (grid.sum ?? 0) < 0;
  const isCharging = (battery.sum ?? 0) < 0;
  const noted = (sum: Sum) =>
    noteOf === undefined || sum.known === sum.of || sum.known === 0 ? {} : { note: noteOf(sum) };
  const size = ({ sum }: Sum) => format.power(sum === null ? null : Math.abs(sum));
  return (
    <Figures>
      <Figure label={t.solar} shown={size(sums.solar)} stale={stale} color="var(--flow-solar)" {...noted(sums.solar)} />
      <Figure label={t.home} shown={size(sums.home)} stale={stale} color="var(--flow-home)" {...noted(sums.home)} />
      <Figure
        label={isNearZero(grid) ? t.grid : isFeeding ? t.gridExport : t.gridImport}
        shown={size(grid)}
        stale={stale}
        color={isFeeding ? "var(--flow-grid-export)" : "var(--flow-grid-import)"}
        {...noted(grid)}
      />
      <Figure
        label={isNearZero(battery) ? t.battery : isCharging ? t.charging : t.discharging}
        shown={size(battery)}
        stale={stale}
        color={isCharging ? "var(--flow-battery-in)" : "var(--flow-battery-out)"}
        {...noted(battery)}
      />
      <Figure
        label={t.yieldToday}
        shown={format.energy(sums.yieldToday.sum)}
        stale={yieldStale}
        {...noted(sums.yieldToday)}
      />
    </Figures>
  );
}
