import { memo, type ReactNode, useMemo } from "react";
import { Chart } from "../chart/chart.tsx";
import { useData } from "../data/context.tsx";
import { useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import styles from "./inverter.module.css";
import { recorderOf } from "./recorders.ts";
import { liveSeries } from "./series.ts";
import { text } from "./text.ts";

export interface LiveCardProps {
  readonly inverterId: string;
  readonly timeZone: string;
  readonly hasBattery: boolean;
}

/** The last hours, going on. */
export const LiveCard = memo(function LiveCard({ inverterId, timeZone, hasBattery }: LiveCardProps): ReactNode {
  const t = useText(text);
  const { store } = useData();
  const recorder = recorderOf(store, inverterId);
  const series = useMemo(() => liveSeries(t, hasBattery), [t, hasBattery]);
  return (
    <Card title={t.liveTitle}>
      <Chart title={t.liveChart} fileName={inverterId} source={recorder} series={series} timeZone={timeZone} />
      <p className={styles.note}>{t.liveNote}</p>
    </Card>
  );
});
