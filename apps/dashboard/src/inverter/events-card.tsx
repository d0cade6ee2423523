import type { Language as DeviceLanguage } from "@plenticore/client";
import type { ReactNode } from "react";
import type { Language } from "../text/define-text.ts";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { type DeviceEvent, eventKey } from "./event-list.ts";
import { Failure } from "./failure.tsx";
import styles from "./inverter.module.css";
import { eventCategoryWords } from "./states-text.ts";
import { text } from "./text.ts";
import { useEvents } from "./use-events.ts";

const deviceLanguages: Readonly<Record<Language, DeviceLanguage>> = { en: "EN_GB", de: "DE_DE" };

const marks = { INFO: "i", WARNING: "!", ERROR: "✕", UNKNOWN: "?" } as const;

export interface EventsCardProps {
  readonly inverterId: string;
  readonly timeZone: string;
}

/** What the inverter reports, in the viewer's language; new events come by themselves. */
export function EventsCard({ inverterId, timeZone }: EventsCardProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const format = useFormat(timeZone);
  const { events, known, gap, error } = useEvents(inverterId, deviceLanguages[language]);
  const columns: readonly Column<DeviceEvent>[] = [
    {
      id: "category",
      label: t.eventCategory,
      cell: ({ category }) => (
        <span className={styles.category} data-category={category}>
          <span aria-hidden="true">{marks[category]}</span> {eventCategoryWords[language][category]}
        </span>
      ),
    },
    { id: "event", label: t.event, heads: true, cell: (event) => <Told event={event} /> },
    {
      id: "time",
      label: t.eventTime,
      cell: ({ startTime, endTime, active }) => (
        <span className={styles.moment}>
          {active ? t.since(format.dateTime(startTime)) : format.dateTime(startTime)}
          {endTime !== null && <span className={styles.soft}> {t.until(format.dateTime(endTime))}</span>}
        </span>
      ),
    },
    {
      id: "active",
      label: t.active,
      cell: ({ active }) => (active ? <strong className={styles.active}>{t.active}</strong> : ""),
    },
  ];
  return (
    <Card title={t.events}>
      {gap > 0 && (
        <Notice kind="warning">
          <p>{t.gap(format.number(gap))}</p>
        </Notice>
      )}
      {events.length > 0 && <Table caption={t.events} columns={columns} rows={events} keyOf={eventKey} />}
      {events.length === 0 && known && <p className={styles.soft}>{t.noEvents}</p>}
      {error !== undefined && <Failure error={error} />}
    </Card>
  );
}

function Told({ event: { code, description, longDescription } }: { readonly event: DeviceEvent }): ReactNode {
  const t = useText(text);
  return (
    <>
      {description ?? t.event} <span className={styles.soft}>({code})</span>
      {longDescription !== null && longDescription !== description && (
        <details className={styles.details}>
          <summary>{t.more}</summary>
          <p>{longDescription}</p>
        </details>
      )}
    </>
  );
}
