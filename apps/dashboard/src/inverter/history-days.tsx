import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Quantity } from "../ui/quantity.tsx";
import { type Column, Table } from "../ui/table.tsx";
import styles from "./inverter.module.css";
import type { LogState } from "./log-loader.ts";
import { type LogError, type LoggedDay, loggedDays } from "./log-rows.ts";
import { text } from "./text.ts";

export interface HistoryDaysProps {
  readonly state: LogState;
  readonly timeZone: string;
}

/** What the log tells besides its lines: each day's energy, and faults. */
export function HistoryDays({ state: { begin, end, summaries, errors }, timeZone }: HistoryDaysProps): ReactNode {
  const t = useText(text);
  const format = useFormat(timeZone);
  const utc = useFormat("UTC");
  const energy = (id: "yield" | "ownConsumption" | "home", label: string): Column<LoggedDay> => ({
    id,
    label,
    kind: "number",
    cell: (day) => <Quantity shown={format.energy(day[id])} />,
  });
  const dayColumns: readonly Column<LoggedDay>[] = [
    { id: "date", label: t.date, heads: true, cell: ({ date }) => utc.date(date) },
    energy("yield", t.yield),
    energy("ownConsumption", t.ownConsumption),
    energy("home", t.homeEnergy),
  ];
  const errorColumns: readonly Column<LogError>[] = [
    { id: "time", label: t.eventTime, heads: true, cell: ({ time }) => format.dateTime(time) },
    { id: "code", label: t.code, kind: "number", cell: ({ code }) => code },
    { id: "event", label: t.event, cell: ({ event }) => event ?? "" },
  ];
  const days = begin === end ? [] : loggedDays(summaries, begin, timeZone);
  return (
    <>
      {days.length > 0 && (
        <>
          <h3 className={styles.subtitle}>{t.days}</h3>
          <Table caption={t.daysTable} columns={dayColumns} rows={days} keyOf={({ date }) => date} />
        </>
      )}
      {errors.length > 0 && (
        <>
          <h3 className={styles.subtitle}>{t.logErrors}</h3>
          <Table
            caption={t.logErrors}
            columns={errorColumns}
            rows={errors}
            keyOf={({ time, code }) => `${time}/${code}`}
          />
        </>
      )}
    </>
  );
}
