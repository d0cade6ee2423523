import { type ReactNode, useState } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { DayBoxes } from "./day-boxes.tsx";
import type { ModeLook } from "./modes.ts";
import { Swatch } from "./palette.tsx";
import formStyles from "./plan-form.module.css";
import styles from "./plan-list.module.css";
import { quartersADay, timeOf } from "./quarter-hours.ts";
import type { Selection } from "./selection.ts";
import { text } from "./text.ts";
import { runsOf, type Weekday, type WeekPlan } from "./week-plan.ts";
import { modeName } from "./words.ts";

export interface PlanListProps {
  readonly plan: WeekPlan;
  readonly modes: readonly ModeLook[];
  readonly changed: readonly Weekday[];
  readonly readOnly: boolean;
  readonly onPaint: (mode: ModeLook, where: Selection) => void;
}

/** The same plan as ranges in words, and a form to set one: for whom a picture is no help. */
export function PlanList({ plan, modes, changed, readOnly, onPaint }: PlanListProps): ReactNode {
  const t = useText(text);
  const lookOf = new Map(modes.map((mode) => [mode.code, mode]));
  return (
    <div className={styles.list}>
      {!readOnly && <RangeForm days={[...plan.keys()]} modes={modes} onPaint={onPaint} />}
      <div className={styles.days}>
        {Array.from(plan, ([day, codes]) => (
          <section key={day} className={styles.day} aria-label={t.rangesOf(t.day(day))}>
            <h3>
              {t.day(day)}
              {changed.includes(day) && <span className={styles.changed}>{t.unsavedDay}</span>}
            </h3>
            <ul className={styles.ranges}>
              {runsOf(codes).map(({ first, end, code }) => {
                const mode = code === null ? undefined : lookOf.get(code);
                return (
                  <li key={first} className={styles.range}>
                    <span className={styles.times}>
                      {timeOf(first)} – {timeOf(end)}
                    </span>
                    {mode !== undefined && <Swatch mode={mode} />}
                    <span>{mode === undefined ? t.untold : modeName(t, mode)}</span>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

interface RangeFormProps {
  readonly days: readonly Weekday[];
  readonly modes: readonly ModeLook[];
  readonly onPaint: (mode: ModeLook, where: Selection) => void;
}

const times = Array.from({ length: quartersADay + 1 }, (_, quarter) => quarter);

function RangeForm({ days, modes, onPaint }: RangeFormProps): ReactNode {
  const t = useText(text);
  const [chosen, setChosen] = useState<readonly Weekday[]>([]);
  const [first, setFirst] = useState(0);
  const [end, setEnd] = useState(quartersADay);
  const [code, setCode] = useState(modes[0]?.code ?? 0);
  const [problem, setProblem] = useState("");
  const set = (): void => {
    const mode = modes.find((known) => known.code === code);
    const found = chosen.length === 0 ? t.noDayChosen : end <= first ? t.endBeforeStart : "";
    setProblem(found);
    if (found === "" && mode !== undefined) onPaint(mode, { days: chosen, first, end });
  };
  return (
    <form
      className={formStyles.form}
      aria-label={t.addRange}
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <DayBoxes label={t.dayLabel} days={days} chosen={chosen} onChange={setChosen} />
      <div className={formStyles.row}>
        <label className={formStyles.field}>
          {t.from}
          <select value={first} onChange={(event) => setFirst(Number(event.target.value))}>
            {times.slice(0, -1).map((quarter) => (
              <option key={quarter} value={quarter}>
                {timeOf(quarter)}
              </option>
            ))}
          </select>
        </label>
        <label className={formStyles.field}>
          {t.to}
          <select value={end} onChange={(event) => setEnd(Number(event.target.value))}>
            {times.slice(1).map((quarter) => (
              <option key={quarter} value={quarter}>
                {timeOf(quarter)}
              </option>
            ))}
          </select>
        </label>
        <label className={formStyles.field}>
          {t.mode}
          <select value={code} onChange={(event) => setCode(Number(event.target.value))}>
            {modes.map((mode) => (
              <option key={mode.code} value={mode.code}>
                {modeName(t, mode)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className={formStyles.actions}>
        <Button type="submit">{t.addRange}</Button>
        <span role="alert" className={formStyles.problem}>
          {problem}
        </span>
      </div>
    </form>
  );
}
