import { type ReactNode, useId, useState } from "react";
import { isDate } from "../chart/zone.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { DayField } from "./day-field.tsx";
import styles from "./inverter.module.css";
import { LogFile } from "./log-file.tsx";
import {
  firstDay,
  mostDays,
  mostDaysOfFile,
  neighbour,
  type Period,
  type PeriodKind,
  type PeriodProblem,
  periodOf,
  periodProblem,
} from "./period.ts";
import { text } from "./text.ts";

export interface HistoryFormProps {
  readonly inverterId: string;
  readonly kind: PeriodKind | "range";
  readonly period: Period;
  /** YYYY-MM-DD, the plant's. */
  readonly today: string;
  readonly onChange: (kind: PeriodKind | "range", period: Period) => void;
}

const kinds = ["day", "week", "month", "range"] as const;

/** Which days are looked at. */
export function HistoryForm({ inverterId, kind, period, today, onChange }: HistoryFormProps): ReactNode {
  const t = useText(text);
  const words = { day: t.day, week: t.week, month: t.monthRange, range: t.range };
  const choose = (next: PeriodKind | "range"): void =>
    onChange(next, next === "range" ? period : periodOf(next, period.end, today));
  return (
    <div className={styles.form}>
      <fieldset className={styles.choice}>
        <legend className="hidden-text">{t.range}</legend>
        {kinds.map((name) => (
          <label key={name}>
            <input type="radio" name="period" checked={kind === name} onChange={() => choose(name)} />
            {words[name]}
          </label>
        ))}
      </fieldset>
      {kind === "range" ? (
        <RangeForm inverterId={inverterId} period={period} today={today} onShow={(range) => onChange("range", range)} />
      ) : (
        <Pager kind={kind} period={period} today={today} onTurn={(turned) => onChange(kind, turned)} />
      )}
    </div>
  );
}

interface PagerProps {
  readonly kind: PeriodKind;
  readonly period: Period;
  readonly today: string;
  readonly onTurn: (period: Period) => void;
}

function Pager({ kind, period, today, onTurn }: PagerProps): ReactNode {
  const t = useText(text);
  const format = useFormat("UTC");
  const turn = (by: -1 | 1): Period | undefined => neighbour(kind, period, by, today);
  const [before, after] = [turn(-1), turn(1)];
  const [from, to] = [format.date(period.begin), format.date(period.end)];
  return (
    <div className={styles.pager}>
      <Button onClick={() => before && onTurn(before)} aria-disabled={before === undefined} aria-label={t.before}>
        ‹
      </Button>
      <DayField day={period.begin} today={today} onChoose={(day) => onTurn(periodOf(kind, day, today))} />
      <Button onClick={() => after && onTurn(after)} aria-disabled={after === undefined} aria-label={t.after}>
        ›
      </Button>
      {kind !== "day" && (
        <span className={styles.soft}>
          {from} – {to}
        </span>
      )}
    </div>
  );
}

interface RangeFormProps {
  readonly inverterId: string;
  readonly period: Period;
  readonly today: string;
  readonly onShow: (period: Period) => void;
}

function RangeForm({ inverterId, period, today, onShow }: RangeFormProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const id = useId();
  const [begin, setBegin] = useState(period.begin);
  const [end, setEnd] = useState(period.end);
  const [isLoading, setLoading] = useState(false);
  const problem = isDate(begin) && isDate(end) ? periodProblem({ begin, end }, today) : undefined;
  const words: Readonly<Record<PeriodProblem, string>> = {
    order: t.orderProblem,
    early: t.earlyProblem,
    future: t.futureProblem,
    long: t.longProblem(format.number(mostDays)),
    longest: t.longestProblem(format.number(mostDaysOfFile)),
  };
  return (
    <form
      className={styles.pager}
      onSubmit={(event) => {
        event.preventDefault();
        if (isDate(begin) && isDate(end) && problem === undefined) onShow({ begin, end });
      }}
    >
      <label>
        {t.from}{" "}
        <input type="date" value={begin} min={firstDay} max={today} onChange={({ target }) => setBegin(target.value)} />
      </label>
      <label>
        {t.to}{" "}
        <input
          type="date"
          value={end}
          min={firstDay}
          max={today}
          aria-invalid={problem !== undefined}
          aria-describedby={id}
          onChange={({ target }) => setEnd(target.value)}
        />
      </label>
      <Button type="submit">{t.show}</Button>
      <span id={id} className={styles.problem} role="status">
        {problem === undefined ? "" : words[problem]}
      </span>
      {(problem === "long" || isLoading) && (
        <LogFile inverterId={inverterId} period={{ begin, end }} label={t.downloadRange} onRunning={setLoading} />
      )}
    </form>
  );
}
