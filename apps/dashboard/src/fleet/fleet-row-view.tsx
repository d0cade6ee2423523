import { memo, type ReactNode } from "react";
import { Link } from "wouter";
import { type Aged, useAge, useStale } from "../data/age.ts";
import { useLiveInverter } from "../data/context.tsx";
import { paths } from "../paths.ts";
import { inOne } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Quantity } from "../ui/quantity.tsx";
import { conditionOf } from "./condition.ts";
import styles from "./fleet.module.css";
import { agedOf, type FleetRow } from "./fleet-rows.ts";
import { isLow } from "./specific-yield.ts";
import { StateBadge } from "./state-badge.tsx";
import { text } from "./text.ts";

export interface FleetRowProps {
  readonly row: FleetRow;
  /** Whether it says of which plant it is. */
  readonly hasPlants: boolean;
}

/** One inverter; renders anew at its own events only. */
export const FleetRowView = memo(function FleetRowView({ row, hasPlants }: FleetRowProps): ReactNode {
  const t = useText(text);
  const inverter = useLiveInverter(row.id);
  const aged = agedOf(inverter);
  const stale = useStale(aged);
  const condition = conditionOf({ inverter, stale, isLow: isLow(row.comparison) });
  return (
    <tr role="row" data-condition={condition}>
      <th scope="row" role="rowheader">
        <Link href={paths.inverter(row.id)} className={styles.name}>
          {row.name}
        </Link>
        {hasPlants && <span className={styles.small}>{row.plant.name}</span>}
      </th>
      <Cell label={t.state}>
        <StateBadge inverter={inverter} condition={condition} />
      </Cell>
      <Cell label={t.age}>
        <Age aged={aged} />
      </Cell>
      <Cell label={t.power}>
        <Power watts={inverter?.live?.power.solar} rated={row.peakPower} stale={stale} />
      </Cell>
      <Cell label={t.today}>
        <Today row={row} />
      </Cell>
      <Cell label={t.lastEvent}>
        <LastEvent row={row} />
      </Cell>
    </tr>
  );
});

/** The label is seen on cards only; for who hears it, the column's head tells it. */
const Cell = ({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode => (
  <td role="cell">
    <span className={styles.label} aria-hidden="true">
      {label}
    </span>
    <span className={styles.cell}>{children}</span>
  </td>
);

function Age({ aged }: { readonly aged: Aged | undefined }): ReactNode {
  const format = useFormat();
  return <Quantity shown={{ value: format.age(useAge(aged)), unit: "" }} />;
}

interface PowerProps {
  readonly watts: number | null | undefined;
  /** Wp; null: not configured. */
  readonly rated: number | null;
  readonly stale: boolean;
}

function Power({ watts, rated, stale }: PowerProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const share = rated === null || watts === null || watts === undefined ? undefined : (100 * watts) / rated;
  return (
    <>
      <Quantity shown={format.power(watts)} stale={stale} />
      {share !== undefined && (
        <span className={styles.small}>
          {inOne(format.percent(share))} {t.rated}
          <span className={styles.bar} data-stale={stale} aria-hidden="true">
            <span style={{ width: `${Math.min(100, share)}%` }} />
          </span>
        </span>
      )}
    </>
  );
}

function Today({ row: { comparison, todayStale } }: { readonly row: FleetRow }): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const deviation = comparison?.deviation ?? null;
  const size = deviation === null ? "" : inOne(format.percent(Math.abs(deviation)));
  const isEven = deviation !== null && Math.abs(deviation) < 0.5;
  return (
    <>
      <Quantity shown={format.quantity(comparison?.specific, "kWh/kWp", 2)} stale={todayStale} />
      {deviation !== null && (
        <span className={styles.small}>{isEven ? t.even : deviation > 0 ? t.over(size) : t.under(size)}</span>
      )}
    </>
  );
}

function LastEvent({ row: { lastEvent, plant } }: { readonly row: FleetRow }): ReactNode {
  const t = useText(text);
  const format = useFormat(plant.timeZone);
  if (lastEvent === undefined) return <Quantity shown={format.quantity(null, "", 0)} />;
  return (
    <>
      <span title={lastEvent.description ?? undefined}>
        {[lastEvent.code, lastEvent.description].filter((part) => part !== null).join(" · ")}
      </span>
      <span className={styles.small}>{lastEvent.active ? t.ongoing : format.dateTime(lastEvent.startTime)}</span>
    </>
  );
}
