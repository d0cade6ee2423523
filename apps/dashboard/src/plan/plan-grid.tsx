import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useText } from "../text/use-text.ts";
import type { ModeLook } from "./modes.ts";
import { PlanCell } from "./plan-cell.tsx";
import styles from "./plan-grid.module.css";
import { quartersADay, timeOf } from "./quarter-hours.ts";
import { isSelected, type Layout, movedBy, type Place, type Selection } from "./selection.ts";
import { text } from "./text.ts";
import { useDragging } from "./use-dragging.ts";
import type { PlanEditing } from "./use-plan-editing.ts";
import { type Weekday, type WeekPlan, weekdays } from "./week-plan.ts";
import { modeName } from "./words.ts";

export interface PlanGridProps {
  readonly editing: PlanEditing;
  readonly saved: WeekPlan;
  readonly modes: readonly ModeLook[];
  readonly layout: Layout;
  readonly readOnly: boolean;
  /** What a drag paints at its end; undefined: it only selects. */
  readonly brush: ModeLook | undefined;
  /** A mode was chosen by its letter or digit. */
  readonly onMode: (mode: ModeLook) => void;
  /** Enter: to where the modes are. */
  readonly onEnter: () => void;
}

const quarters = Array.from({ length: quartersADay }, (_, quarter) => quarter);
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** The week as a grid of quarter hours, by the ARIA grid pattern; wide: a row a day, narrow: a column a day. */
export function PlanGrid(props: PlanGridProps): ReactNode {
  const { editing, saved, modes, layout, readOnly, brush, onMode, onEnter } = props;
  const t = useText(text);
  const grid = useRef<HTMLDivElement>(null);
  const { span, selection, plan } = editing;
  const dragging = useDragging({
    layout,
    span,
    selection,
    select: editing.select,
    finish: (over) => {
      if (brush !== undefined && !readOnly) editing.paint(brush, over);
    },
  });
  const { day: focusDay, quarter: focusQuarter } = span.focus;
  useEffect(() => {
    const { current } = grid;
    // Only where the grid is being used: a new plan must not draw the focus to itself.
    if (current?.contains(document.activeElement) !== true) return;
    current.querySelector<HTMLElement>(`[data-place="${focusDay}-${focusQuarter}"]`)?.focus({ preventScroll: false });
  }, [focusDay, focusQuarter, layout]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    if (handled(event.key, event.shiftKey, command)) event.preventDefault();
  };
  const handled = (key: string, shift: boolean, command: boolean): boolean => {
    if (key === "Escape" && dragging.cancel()) return true;
    const moved = movedBy(span, { key, shift, command }, layout);
    if (moved !== undefined) {
      editing.select(moved);
      return true;
    }
    if (command || readOnly) return false;
    if (key === "Enter" || key === " ") {
      onEnter();
      return true;
    }
    const erases = key === "Delete" || key === "Backspace";
    const mode = modes.find(({ code, letter }) =>
      erases ? code === 0 : letter === key.toUpperCase() || String(code) === key,
    );
    if (mode === undefined) return false;
    onMode(mode);
    return true;
  };

  const lookOf = new Map(modes.map((mode) => [mode.code, mode]));
  const cell = (day: number, quarter: number): ReactNode => {
    const name = weekdays[day] ?? "MONDAY";
    const codes = plan.get(name);
    const code = codes?.[quarter] ?? null;
    const mode = code === null ? undefined : lookOf.get(code);
    const place = { day, quarter };
    const isFirstOfRun = quarter === 0 || codes?.[quarter - 1] !== code;
    return (
      <PlanCell
        key={`${day}-${quarter}`}
        place={`${day}-${quarter}`}
        name={t.cell(
          t.day(name),
          timeOf(quarter),
          timeOf(quarter + 1),
          mode === undefined ? t.untold : modeName(t, mode),
        )}
        look={mode?.mode ?? "UNTOLD"}
        letter={isFirstOfRun && mode !== undefined && mode.mode !== "FREE" ? mode.letter : ""}
        edges={isSelected(selection, place) ? edgesOf(selection, place, layout) : undefined}
        tabbable={day === focusDay && quarter === focusQuarter}
        changed={codes !== undefined && code !== (saved.get(name)?.[quarter] ?? null)}
        hour={quarter % 4 === 0}
        readOnly={readOnly || codes === undefined}
      />
    );
  };
  const head = (day: Weekday, role: "rowheader" | "columnheader"): ReactNode => (
    <div key={day} role={role} className={styles.day}>
      <abbr title={t.day(day)}>{t.shortDay(day)}</abbr>
    </div>
  );
  return (
    <div className={styles.scroll}>
      <div
        ref={grid}
        role="grid"
        className={styles.grid}
        data-layout={layout}
        aria-label={t.gridName}
        aria-multiselectable="true"
        aria-readonly={readOnly}
        onKeyDown={onKeyDown}
        onPointerDown={dragging.onPointerDown}
        onPointerMove={dragging.onPointerMove}
        onPointerUp={dragging.onPointerUp}
        onPointerCancel={dragging.onPointerCancel}
      >
        {layout === "days-as-rows" ? (
          <>
            <div role="row" className={styles.row}>
              <div role="columnheader" className={styles.corner}>
                {t.dayLabel}
              </div>
              {hours.map((hour) => (
                <div key={hour} role="columnheader" className={styles.hour} aria-colspan={4}>
                  {hour}
                </div>
              ))}
            </div>
            {weekdays.map((name, day) => (
              <div key={name} role="row" className={styles.row}>
                {head(name, "rowheader")}
                {quarters.map((quarter) => cell(day, quarter))}
              </div>
            ))}
          </>
        ) : (
          <>
            <div role="row" className={styles.row}>
              <div role="columnheader" className={styles.corner}>
                {t.time}
              </div>
              {weekdays.map((name) => head(name, "columnheader"))}
            </div>
            {quarters.map((quarter) => (
              <div key={quarter} role="row" className={styles.row}>
                <div role="rowheader" className={styles.time} data-hour={quarter % 4 === 0 || undefined}>
                  {timeOf(quarter)}
                </div>
                {weekdays.map((_, day) => cell(day, quarter))}
              </div>
            ))}
          </>
        )}
      </div>
    </div>
  );
}

/** Sides of the selection's border that run along this quarter hour, as in "t l". */
function edgesOf({ days, first, end }: Selection, { day, quarter }: Place, layout: Layout): string {
  const name = weekdays[day];
  const [before, after, start, finish] = layout === "days-as-rows" ? ["t", "b", "l", "r"] : ["l", "r", "t", "b"];
  const sides = [
    name === days[0] && before,
    name === days.at(-1) && after,
    quarter === first && start,
    quarter === end - 1 && finish,
  ];
  return sides.filter((side) => side !== false).join(" ");
}
