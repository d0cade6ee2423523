import type { PlantEnergyQuery } from "@plenticore/client";
import type { ReactNode } from "react";
import type { Polled } from "../data/polled.ts";
import type { Plant } from "../data/session.ts";
import { GatewayWords } from "../failure/gateway-words.tsx";
import { problemOf } from "../failure/problem.ts";
import { dash, type Format, type Shown } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { Quantity } from "../ui/quantity.tsx";
import { type Energies, type Energy, periods } from "./energies.ts";
import styles from "./plant-energy.module.css";
import { text } from "./text.ts";

type Measure = readonly [
  key:
    | "yield"
    | "homeEnergy"
    | "fromSolar"
    | "fromBattery"
    | "fromGrid"
    | "toGrid"
    | "batteryCharge"
    | "batteryDischarge"
    | "autarky"
    | "selfConsumption"
    | "co2Saving",
  shown: (energy: Energy | undefined, format: Format) => Shown,
];

const measures: readonly Measure[] = [
  ["yield", (energy, format) => format.energy(energy?.yield)],
  ["homeEnergy", (energy, format) => format.energy(energy?.home)],
  ["fromSolar", (energy, format) => format.energy(energy?.homeFromSolar)],
  ["fromBattery", (energy, format) => format.energy(energy?.homeFromBattery)],
  ["fromGrid", (energy, format) => format.energy(energy?.homeFromGrid)],
  ["toGrid", (energy, format) => format.energy(energy?.toGrid)],
  ["batteryCharge", (energy, format) => format.energy(energy?.batteryCharge)],
  ["batteryDischarge", (energy, format) => format.energy(energy?.batteryDischarge)],
  ["autarky", (energy, format) => format.percent(energy?.autarky)],
  ["selfConsumption", (energy, format) => format.percent(energy?.selfConsumption)],
  ["co2Saving", (energy, format) => format.mass(energy?.co2Saving)],
];

export interface PlantEnergyProps {
  readonly plant: Plant;
  readonly energies: Energies;
  /** Where they are from. */
  readonly energy: Polled<PlantEnergyQuery>;
}

/** What was made and used: today, this month, this year, ever. What no period knows is left out, and why is told. */
export function PlantEnergy({ plant, energies, energy: { data, error, stale } }: PlantEnergyProps): ReactNode {
  const t = useText(text);
  const format = useFormat(plant.timeZone);
  const columns = periods.map((period) => energies[period]);
  const rows = measures
    .map(([key, shown]) => ({ key, cells: columns.map((energy) => shown(energy, format)) }))
    .filter(({ key, cells }) => key === "yield" || cells.some(({ value }) => value !== dash));
  const missing = columns.find((energy) => energy !== undefined && energy.reporting < energy.expected);
  const note = missing?.yield === null ? t.noSum : t.partial;
  const isWithoutHome =
    plant.inverters.length > 1 && data !== undefined && !rows.some(({ key }) => key === "homeEnergy");
  return (
    <Card title={t.energy} aside={missing && note(format.number(missing.reporting), format.number(missing.expected))}>
      <table className={styles.table} role="table" aria-label={t.energyCaption(plant.name)}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              <span className="hidden-text">{t.measure}</span>
            </th>
            {periods.map((period) => (
              <th key={period} scope="col" role="columnheader">
                {t[period]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ key, cells }) => (
            <tr key={key} role="row" data-part={key.startsWith("from")}>
              <th scope="row" role="rowheader">
                {t[key]}
              </th>
              {cells.map((shown, index) => (
                <td key={periods[index]} role="cell">
                  <Quantity shown={shown} stale={stale || columns[index]?.stale} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {isWithoutHome && (
        <p className={styles.why}>
          <strong>{t.severalTitle}.</strong> {t.several}
        </p>
      )}
      {error !== undefined && (
        <div className={styles.why}>
          <Notice kind="warning" title={t.notRead}>
            <GatewayWords {...problemOf(error)} />
          </Notice>
        </div>
      )}
    </Card>
  );
}
