import type { Language as DeviceLanguage } from "@plenticore/client";
import { memo, type ReactNode } from "react";
import type { Language } from "../text/define-text.ts";
import type { Format } from "../text/format.ts";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
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
export const EventsCard = memo(function EventsCard({ inverterId, timeZone }: EventsCardProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const format = useFormat(timeZone);
  const { events, known, gap, error } = useEvents(inverterId, deviceLanguages[language]);
  return (
    <Card title={t.events}>
      {gap > 0 && (
        <Notice kind="warning">
          <p>{t.gap(format.number(gap))}</p>
        </Notice>
      )}
      {events.length > 0 && (
        <ul className={styles.events}>
          {events.map((event) => (
            <li key={eventKey(event)}>
              <span className={styles.category} data-category={event.category}>
                <span aria-hidden="true">{marks[event.category]}</span>
                {eventCategoryWords[language][event.category]}
              </span>
              <Told event={event} />
              <When event={event} format={format} />
            </li>
          ))}
        </ul>
      )}
      {events.length === 0 && known && <p className={styles.soft}>{t.noEvents}</p>}
      {error !== undefined && <Failure error={error} />}
    </Card>
  );
});

function Told({ event: { code, description, longDescription } }: { readonly event: DeviceEvent }): ReactNode {
  const t = useText(text);
  return (
    <div>
      {description ?? t.event} <span className={styles.soft}>({code})</span>
      {longDescription !== null && longDescription !== description && (
        <details className={styles.details}>
          <summary>{t.more}</summary>
          <p>{longDescription}</p>
        </details>
      )}
    </div>
  );
}

interface WhenProps {
  readonly event: DeviceEvent;
  readonly format: Format;
}

function When({ event: { startTime, endTime, active }, format }: WhenProps): ReactNode {
  const t = useText(text);
  const start = format.dateTime(startTime);
  return (
    <span className={styles.moment}>
      {active && <strong>{t.active} </strong>}
      {active ? t.since(start) : start} {endTime !== null && t.until(format.dateTime(endTime))}
    </span>
  );
}
