import type { ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./energy-bar.module.css";
import { EnergyBar } from "./energy-bar.tsx";
import { homeSources, type PeriodEnergy, yieldUses } from "./energy-parts.ts";
import { flowText } from "./text.ts";

export interface EnergySharesProps {
  readonly energy: PeriodEnergy;
  readonly hasBattery: boolean;
  readonly stale?: boolean;
}

/** Where a period's energy came from and went: the house's sources, and what became of the yield. */
export function EnergyShares({ energy, hasBattery, stale = false }: EnergySharesProps): ReactNode {
  const t = useText(flowText);
  return (
    <div className={styles.shares}>
      <EnergyBar title={t.home} split={homeSources(energy, hasBattery)} stale={stale} />
      <EnergyBar title={t.yield} split={yieldUses(energy, hasBattery)} stale={stale} />
    </div>
  );
}
