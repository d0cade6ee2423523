import "uplot/dist/uPlot.min.css";
import { type ReactNode, useEffect, useRef } from "react";
import { useIsDark } from "../data/theme.ts";
import { useFormat } from "../text/use-text.ts";
import styles from "./chart.module.css";
import type { ChartModel } from "./chart-model.ts";
import { decimate, emptyView } from "./decimate.ts";
import { createPlot, type Plot } from "./plot.ts";
import { useRootScale } from "./root-scale.ts";
import type { TimeLabels } from "./time-labels.ts";

export interface PlotViewProps {
  readonly model: ChartModel;
  readonly timeZone: string;
  readonly labels: TimeLabels;
}

/** The picture itself. React makes its place and nothing more: what changes each second is drawn without it. */
export function PlotView({ model, timeZone, labels }: PlotViewProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const format = useFormat(timeZone);
  const isDark = useIsDark();
  const scale = useRootScale();
  const drawn = useRef<Plot>(undefined);
  useEffect(() => {
    if (host.current === null) return;
    const { source, series } = model;
    const gapMs = (time: number): number => source.gapMs(time);
    const view = emptyView(series.length);
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      const { span, shown, cursor } = model.state();
      decimate(source.samples(), { span, pieces: Math.max(Math.round(plot.width), 100), gapMs }, view);
      plot.show(view, span, shown);
      plot.point(cursor?.time ?? null);
    };
    // A hidden page gets no frames: nothing is drawn there, and once when it is seen again.
    const schedule = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    const plot = createPlot({
      host: host.current,
      series,
      timeZone,
      labels,
      format,
      scale,
      onSelect: (span) => model.select(span),
      onPoint: (time) => model.point(time),
      onReset: () => model.reset(),
      onResize: schedule,
    });
    drawn.current = plot;
    const end = model.subscribe(schedule);
    draw();
    return () => {
      end();
      cancelAnimationFrame(frame);
      plot.destroy();
    };
  }, [model, timeZone, labels, format, scale]);
  useEffect(() => {
    drawn.current?.restyle();
  }, [isDark]);
  return <div ref={host} className={styles.plot} />;
}
