import {
  type DeviceEventPartsFragment,
  DeviceEventsDocument,
  DeviceEventUpdatesDocument,
  type Language,
} from "@plenticore/client";
import { useEffect, useMemo, useState } from "react";
import { useData } from "../data/context.tsx";
import { follow } from "../data/follow.ts";
import { type Polled, useKept, usePolled } from "../data/polled.ts";
import { mergeEvents } from "./event-list.ts";

const asked = 20;
/** The device has the list; what is new comes by itself. */
const listSeconds = 300;
const updateSeconds = 30;

interface Heard {
  readonly key: string;
  readonly events: readonly DeviceEventPartsFragment[];
  /** How many were lost. */
  readonly gap: number;
}

export interface Events {
  readonly events: readonly DeviceEventPartsFragment[];
  readonly known: boolean;
  readonly gap: number;
  readonly error: Polled<unknown>["error"];
}

/** An inverter's events in a language: those that it has, and those that come. */
export function useEvents(inverterId: string, language: Language): Events {
  const { session } = useData();
  const { client } = session;
  const list = usePolled(DeviceEventsDocument, { inverterId, max: asked, language }, listSeconds);
  const key = `${inverterId}/${language}`;
  const [heard, setHeard] = useState<Heard>({ key, events: [], gap: 0 });
  useEffect(
    () =>
      follow({
        client,
        document: DeviceEventUpdatesDocument,
        variables: { ids: [inverterId], language, every: updateSeconds },
        onData: ({ deviceEvents: { event, gap } }) =>
          setHeard((before) => ({
            key,
            events: mergeEvents(before.key === key ? before.events : [], [event]),
            gap: (before.key === key ? before.gap : 0) + gap,
          })),
        onRefused: (error) => session.refused(client, error),
      }),
    [client, session, inverterId, language, key],
  );
  // In the language before, until the new one is there.
  const listed = useKept(list.data)?.inverter?.events ?? null;
  const ofNow = heard.key === key ? heard : undefined;
  const events = useMemo(() => mergeEvents(listed ?? [], ofNow?.events ?? []), [listed, ofNow]);
  return { events, known: listed !== null, gap: ofNow?.gap ?? 0, error: list.error };
}
