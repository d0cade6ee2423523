import type { ReactNode } from "react";
import { useViewer } from "../data/context.tsx";
import { useText } from "../text/use-text.ts";
import { HiddenText } from "../ui/hidden-text.tsx";
import styles from "./fleet.module.css";
import { FleetRowView } from "./fleet-row-view.tsx";
import type { FleetRow } from "./fleet-rows.ts";
import { text } from "./text.ts";

/** A row an inverter. On a narrow screen each row looks like a card, and is a row still: the roles are written out for that. */
export function FleetTable({ rows }: { readonly rows: readonly FleetRow[] }): ReactNode {
  const t = useText(text);
  const hasPlants = useViewer().plants.length > 1;
  const heads = [t.inverter, t.state, t.age, t.power, t.today, t.lastEvent];
  return (
    <table className={styles.table} role="table">
      <caption>
        <HiddenText>{t.caption}</HiddenText>
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((label) => (
            <th key={label} scope="col" role="columnheader">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <FleetRowView key={row.id} row={row} hasPlants={hasPlants} />
        ))}
      </tbody>
    </table>
  );
}
