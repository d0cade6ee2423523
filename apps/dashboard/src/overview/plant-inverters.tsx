import type { ReactNode } from "react";
import { Link } from "wouter";
import { useStale } from "../data/age.ts";
import { useLiveInverter } from "../data/context.tsx";
import { conditionOf } from "../fleet/condition.ts";
import { agedOf, type FleetRow } from "../fleet/fleet-rows.ts";
import { isLow } from "../fleet/specific-yield.ts";
import { StateBadge } from "../fleet/state-badge.tsx";
import { useFleetRows } from "../fleet/use-fleet-rows.ts";
import { paths } from "../paths.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Quantity } from "../ui/quantity.tsx";
import styles from "./overview.module.css";
import { text } from "./text.ts";

/** More are on the fleet's own page. */
const most = 6;

/** The plant's inverters in short, those first that want attention. */
export function PlantInverters({ plantId }: { readonly plantId: string }): ReactNode {
  const t = useText(text);
  const { rows } = useFleetRows({ plantId });
  return (
    <Card title={t.inverters} aside={<Link href={paths.fleet}>{t.allInverters}</Link>}>
      <ul className={styles.inverters}>
        {rows.slice(0, most).map((row) => (
          <InverterLine key={row.id} row={row} />
        ))}
      </ul>
    </Card>
  );
}

function InverterLine({ row }: { readonly row: FleetRow }): ReactNode {
  const format = useFormat();
  const inverter = useLiveInverter(row.id);
  const stale = useStale(agedOf(inverter));
  return (
    <li className={styles.inverter}>
      <Link href={paths.inverter(row.id)}>{row.name}</Link>
      <StateBadge inverter={inverter} condition={conditionOf({ inverter, stale, isLow: isLow(row.comparison) })} />
      <span className={styles.inverterPower}>
        <Quantity shown={format.power(inverter?.live?.power.solar)} stale={stale} />
      </span>
    </li>
  );
}
