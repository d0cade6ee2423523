import { type ReactNode, useState } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { DayBoxes } from "./day-boxes.tsx";
import styles from "./plan-form.module.css";
import { text } from "./text.ts";
import type { Weekday } from "./week-plan.ts";

export interface CopyDayProps {
  readonly open: boolean;
  readonly from: Weekday;
  /** The days that the inverter tells. */
  readonly days: readonly Weekday[];
  readonly onCopy: (from: Weekday, to: readonly Weekday[]) => void;
  readonly onClose: () => void;
}

/** Asks to which days a day's quarter hours are copied. */
export const CopyDay = ({ open, onClose, ...rest }: CopyDayProps): ReactNode => (
  <Dialog open={open} title={useText(text).copyDay} onClose={onClose}>
    <CopyDayForm {...rest} />
  </Dialog>
);

function CopyDayForm({ from: first, days, onCopy }: Omit<CopyDayProps, "open" | "onClose">): ReactNode {
  const t = useText(text);
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState<readonly Weekday[]>([]);
  const targets = to.filter((day) => day !== from);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (targets.length > 0) onCopy(from, targets);
      }}
    >
      <label className={styles.field}>
        {t.copyFrom}
        <select value={from} onChange={(event) => setFrom(days.find((day) => day === event.target.value) ?? from)}>
          {days.map((day) => (
            <option key={day} value={day}>
              {t.day(day)}
            </option>
          ))}
        </select>
      </label>
      <DayBoxes label={t.copyTo} days={days.filter((day) => day !== from)} chosen={targets} onChange={setTo} />
      <div className={styles.actions}>
        <Button type="submit" look="primary" disabled={targets.length === 0}>
          {t.copy}
        </Button>
      </div>
    </form>
  );
}
