import { InverterLiveDocument, type InverterLiveSubscription } from "@plenticore/client";
import { type ReactNode, useRef } from "react";
import { Link } from "wouter";
import { useStale } from "../data/age.ts";
import { useLive, useViewer } from "../data/context.tsx";
import { pace } from "../data/use-live-feed.ts";
import { paths } from "../paths.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { View } from "../ui/view.tsx";
import { BatteryCard } from "./battery-card.tsx";
import { DeviceCard } from "./device-card.tsx";
import { EnergyCard } from "./energy-card.tsx";
import { EventsCard } from "./events-card.tsx";
import { GridCard } from "./grid-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import styles from "./inverter.module.css";
import { LiveCard } from "./live-card.tsx";
import { PhasesCard } from "./phases-card.tsx";
import { StatusLine } from "./status-line.tsx";
import { StringsCard } from "./strings-card.tsx";
import { text } from "./text.ts";
import { UpdateCard } from "./update-card.tsx";

type Known =
  | (NonNullable<InverterLiveSubscription["inverterLive"]["live"]> & { readonly receivedAt: number })
  | undefined;

export interface InverterViewProps {
  readonly inverterId: string;
}

/**
 * All that one inverter tells. What is not there is left out, and what is away stays with its age. It renders each second:
 * cards that live on something else are memoised.
 */
export function InverterView({ inverterId }: InverterViewProps): ReactNode {
  const t = useText(text);
  const { plants } = useViewer();
  const plant = plants.find(({ inverters }) => inverters.some(({ id }) => id === inverterId));
  const inverter = plant?.inverters.find(({ id }) => id === inverterId);
  const timeZone = plant?.timeZone ?? "UTC";
  const format = useFormat(timeZone);
  const newest = useLive(InverterLiveDocument, { ids: [inverterId], every: pace });
  const told = newest?.data.inverterLive.live ?? undefined;
  const known = useRef<Known>(undefined);
  if (told !== undefined && newest !== undefined) known.current = { ...told, receivedAt: newest.receivedAt };
  const live = known.current;
  const isOld = useStale(live);
  // Where nothing is told now, what is shown was told before.
  const stale = isOld || told === undefined;
  const hasBattery = live !== undefined && live.battery !== null;
  const part = { live, stale, age: format.dateTime(live?.observedAt) };
  return (
    <View
      title={inverter?.name ?? inverterId}
      above={<Link href={paths.fleet}>{t.fleet}</Link>}
      aside={<Link href={paths.settings(inverterId)}>{t.settings}</Link>}
    >
      <StatusLine inverterId={inverterId} timeZone={timeZone} state={live?.state ?? null} />
      <LiveCard inverterId={inverterId} timeZone={timeZone} hasBattery={hasBattery} />
      <div className={styles.cards}>
        <StringsCard {...part} />
        <PhasesCard {...part} />
        {hasBattery && <BatteryCard {...part} />}
        <GridCard {...part} />
      </div>
      <EnergyCard inverterId={inverterId} timeZone={timeZone} hasBattery={hasBattery} reporting={!stale} />
      {live !== undefined && (
        <HistoryCard
          inverterId={inverterId}
          timeZone={timeZone}
          hasBattery={hasBattery}
          stringCount={live.strings.length}
        />
      )}
      <EventsCard inverterId={inverterId} timeZone={timeZone} />
      <div className={styles.cards}>
        <DeviceCard inverterId={inverterId} reporting={!stale} />
        <UpdateCard inverterId={inverterId} />
      </div>
    </View>
  );
}
