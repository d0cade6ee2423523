import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useMay } from "../data/context.tsx";
import { paths } from "../paths.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import { View } from "../ui/view.tsx";
import styles from "./fleet.module.css";
import { attentionCount } from "./fleet-rows.ts";
import { FleetTable } from "./fleet-table.tsx";
import { text } from "./text.ts";
import { useFleetRows, useLastEvents } from "./use-fleet-rows.ts";

/** With fewer everything is seen at a glance. */
const filterFrom = 8;

/** All inverters that this login sees, those first that want attention. */
export function FleetView(): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const mayAdd = useMay("ADMIN");
  const { rows, conditions, reporting, expected } = useFleetRows({ lastEvents: useLastEvents() });
  const [filter, setFilter] = useState("");
  const [onlyAttention, setOnlyAttention] = useState(false);
  const attention = attentionCount(conditions);
  const words = filter.trim().toLowerCase();
  // The rows are sorted by what wants attention.
  const candidates = onlyAttention ? rows.slice(0, attention) : rows;
  const shown = candidates.filter(({ id, name, plant }) =>
    `${name}\n${id}\n${plant.name}`.toLowerCase().includes(words),
  );
  const attentionText = attention === 1 ? t.attentionOne : t.attention(format.number(attention));
  return (
    <View
      title={t.title}
      aside={
        rows.length > 0 && (
          <>
            <span>{t.reporting(format.number(reporting), format.number(expected))}</span>
            {attention > 0 && <strong className={styles.attention}>{attentionText}</strong>}
          </>
        )
      }
    >
      {rows.length === 0 && <Notice title={t.empty}>{mayAdd && <Link href={paths.add}>{t.add}</Link>}</Notice>}
      {rows.length >= filterFrom && (
        <div className={styles.filter}>
          <label>
            {t.filter}
            <input
              type="search"
              value={filter}
              placeholder={t.filterHint}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          </label>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={onlyAttention}
              onChange={(event) => setOnlyAttention(event.currentTarget.checked)}
            />
            {t.onlyAttention}
          </label>
          <span role="status" className={styles.count}>
            {t.shown(format.number(shown.length), format.number(rows.length))}
          </span>
        </div>
      )}
      {shown.length > 0 && <FleetTable rows={shown} />}
      {rows.length > 0 && shown.length === 0 && <p>{t.none}</p>}
    </View>
  );
}
