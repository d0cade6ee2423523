import type { ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import styles from "./plan-form.module.css";
import { text } from "./text.ts";
import { type Weekday, weekdays } from "./week-plan.ts";

export interface DayBoxesProps {
  readonly label: string;
  /** Those that can be chosen. */
  readonly days: readonly Weekday[];
  readonly chosen: readonly Weekday[];
  readonly onChange: (chosen: readonly Weekday[]) => void;
}

const workdays = weekdays.slice(0, 5);
const weekend = weekdays.slice(5);

/** Several days of the week to choose from. */
export function DayBoxes({ label, days, chosen, onChange }: DayBoxesProps): ReactNode {
  const t = useText(text);
  const groups = [
    { name: t.workdays, of: workdays },
    { name: t.weekend, of: weekend },
  ];
  return (
    <fieldset className={styles.days}>
      <legend>{label}</legend>
      <div className={styles.boxes}>
        {days.map((day) => (
          <label key={day} className={styles.box}>
            <input
              type="checkbox"
              checked={chosen.includes(day)}
              onChange={({ target }) =>
                onChange(weekdays.filter((other) => (other === day ? target.checked : chosen.includes(other))))
              }
            />
            {t.day(day)}
          </label>
        ))}
      </div>
      <div className={styles.actions}>
        {groups.map(({ name, of }) => (
          <Button key={name} look="quiet" onClick={() => onChange(days.filter((day) => of.includes(day)))}>
            {name}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
