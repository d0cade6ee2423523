import { DayCurveDocument } from "@plenticore/client";
import { memo, type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Chart } from "../chart/chart.tsx";
import { useMinute } from "../data/age.ts";
import { useData } from "../data/context.tsx";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { HistoryDays } from "./history-days.tsx";
import { HistoryForm } from "./history-form.tsx";
import styles from "./inverter.module.css";
import { recordedNames } from "./live-recorder.ts";
import { LogFile } from "./log-file.tsx";
import { LogLoader } from "./log-loader.ts";
import { LogProgress } from "./log-progress.tsx";
import { powerRow } from "./log-rows.ts";
import { logSource } from "./log-source.ts";
import { type Period, type PeriodKind, periodOf } from "./period.ts";
import { recorderOf } from "./recorders.ts";
import { batteryLines, powerLines, stringLines } from "./series.ts";
import { text } from "./text.ts";

export interface HistoryCardProps {
  readonly inverterId: string;
  readonly timeZone: string;
  readonly hasBattery: boolean;
  /** Of the sun: the battery's is not counted. */
  readonly stringCount: number;
}

const drawings = ["power", "strings", "battery"] as const;

/** Days as the inverter logged them: a day, a week, a month, or a range; drawn while they are still coming. */
export const HistoryCard = memo(function HistoryCard({
  inverterId,
  timeZone,
  hasBattery,
  stringCount,
}: HistoryCardProps): ReactNode {
  const t = useText(text);
  const format = useFormat(timeZone);
  const utc = useFormat("UTC");
  const { session, store } = useData();
  const { client } = session;
  const today = format.day(new Date(useMinute()));
  const [kind, setKind] = useState<PeriodKind | "range">("day");
  const [period, setPeriod] = useState<Period>(() => periodOf("day", today, today));
  const [drawing, setDrawing] = useState<(typeof drawings)[number]>("power");
  const loader = useMemo(
    () =>
      new LogLoader({
        inverterId,
        fetchPage: (variables, signal) => client.query(DayCurveDocument, variables, { signal }),
      }),
    [client, inverterId],
  );
  useEffect(() => {
    void read(loader, period);
    return () => loader.cancel();
  }, [loader, period]);
  const state = useSyncExternalStore(loader.subscribe, loader.state);
  useEffect(() => {
    if (state.begin !== today || state.end !== today || state.samples.length === 0) return;
    const rows = state.samples.map((sample) => powerRow(sample, recordedNames, hasBattery));
    recorderOf(store, inverterId).remember(rows);
  }, [state, today, store, inverterId, hasBattery]);
  const { series, rowOf } = useMemo(() => {
    if (drawing === "strings") return stringLines(t, stringCount);
    return drawing === "battery" ? batteryLines(t) : powerLines(t, hasBattery);
  }, [t, drawing, hasBattery, stringCount]);
  const source = useMemo(() => logSource(loader, rowOf, timeZone), [loader, rowOf, timeZone]);
  const names = { power: t.powerChart, strings: t.stringChart, battery: t.batteryChart };
  const shown = drawings.filter((name) => name !== "battery" || hasBattery);
  const [from, to] = [period.begin, period.end].map((day) => utc.date(day)) as [string, string];
  return (
    <Card title={t.history}>
      <HistoryForm
        inverterId={inverterId}
        kind={kind}
        period={period}
        today={today}
        onChange={(kind, period) => {
          setKind(kind);
          setPeriod(period);
        }}
      />
      <div className={styles.form}>
        <fieldset className={styles.choice}>
          <legend className="hidden-text">{t.historyLines}</legend>
          {shown.map((name) => (
            <label key={name}>
              <input type="radio" name="drawing" checked={drawing === name} onChange={() => setDrawing(name)} />
              {names[name]}
            </label>
          ))}
        </fieldset>
        <LogProgress
          state={state}
          timeZone={timeZone}
          onCancel={() => loader.cancel()}
          onAgain={() => void read(loader, period)}
        />
      </div>
      <Chart
        title={t.historyChart(names[drawing], from, to)}
        fileName={`${inverterId}-log`}
        source={source}
        series={series}
        timeZone={timeZone}
      />
      <HistoryDays state={state} timeZone={timeZone} />
      <div className={styles.foot}>
        <p className={styles.note}>{t.historyNote}</p>
        <LogFile inverterId={inverterId} period={period} label={t.download} />
      </div>
    </Card>
  );
});

/** Days one by one need the counters of the day before. */
const read = (loader: LogLoader, { begin, end }: Period): Promise<void> =>
  loader.load(begin, end, begin === end ? 0 : 1);
