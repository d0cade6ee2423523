import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { isDate } from "../chart/zone.ts";
import { useText } from "../text/use-text.ts";
import styles from "./inverter.module.css";
import { type DayProblem, dayProblem, firstDay } from "./period.ts";
import { text } from "./text.ts";

export interface DayFieldProps {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly today: string;
  readonly onChoose: (day: string) => void;
}

/**
 * Which day is looked at. A day from the browser's calendar counts at once; what is typed when it is left or Enter is pressed,
 * since on its way there each digit makes another date.
 */
export function DayField({ day, today, onChoose }: DayFieldProps): ReactNode {
  const t = useText(text);
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<DayProblem>();
  const [of, setOf] = useState(day);
  const isTyping = useRef(false);
  // Another day was chosen beside the field: what was typed is of before.
  if (of !== day) {
    setOf(day);
    setTyped(undefined);
    setProblem(undefined);
  }
  const words = { early: t.earlyProblem, future: t.futureProblem };
  const take = (value: string): void => {
    isTyping.current = false;
    const found = isDate(value) ? dayProblem(value, today) : undefined;
    setProblem(found);
    // What is no date yet is given up; what can't be read stays, beside the reason.
    setTyped(found === undefined ? undefined : value);
    if (isDate(value) && found === undefined && value !== day) onChoose(value);
  };
  const type = (value: string): void => {
    setProblem(undefined);
    setTyped(value);
  };
  const onKeyDown = ({ key, altKey, currentTarget }: KeyboardEvent<HTMLInputElement>): void => {
    if (key === "Enter") take(currentTarget.value);
    else if (isEdit(key) && !altKey) isTyping.current = true;
  };
  return (
    <span className={styles.day}>
      <input
        type="date"
        aria-label={t.date}
        aria-invalid={problem !== undefined}
        aria-describedby={id}
        value={typed ?? day}
        min={firstDay}
        max={today}
        onKeyDown={onKeyDown}
        onPointerDown={() => {
          isTyping.current = false;
        }}
        onChange={({ target: { value } }) => (isTyping.current ? type(value) : take(value))}
        onBlur={({ target: { value } }) => take(value)}
      />
      <span id={id} className={styles.problem} role="status">
        {problem === undefined ? "" : words[problem]}
      </span>
    </span>
  );
}

/** Keys that change a part of the date. With Alt an arrow opens the calendar. */
const isEdit = (key: string): boolean => /^(\d|Backspace|Delete|Arrow(Up|Down))$/.test(key);
