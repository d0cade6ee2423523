import { type ReactNode, useId } from "react";
import type { Plant } from "../data/session.ts";
import { useText } from "../text/use-text.ts";
import styles from "./add-inverter.module.css";
import type { DraftProblem, InverterDraft } from "./draft.ts";
import { FormField } from "./form-field.tsx";
import { text } from "./text.ts";

export interface IdentityFieldsProps {
  readonly draft: InverterDraft;
  /** The id that it has where none is typed. */
  readonly proposed: string;
  readonly plants: readonly Plant[];
  readonly problems: readonly DraftProblem[];
  readonly onChange: (change: Partial<InverterDraft>) => void;
}

/** Plant, name, id and peak power of a new inverter. */
export function IdentityFields({ draft, proposed, plants, problems, onChange }: IdentityFieldsProps): ReactNode {
  const t = useText(text);
  const id = useId();
  const problemOf = (field: DraftProblem["field"]): string => {
    const found = problems.find((problem) => problem.field === field);
    return found === undefined ? "" : t.problem(found);
  };
  return (
    <>
      <div className={styles.row}>
        <div className={styles.field}>
          <label htmlFor={id}>{t.plant}</label>
          <select id={id} value={draft.plantId} onChange={({ target }) => onChange({ plantId: target.value })}>
            {plants.map((plant) => (
              <option key={plant.id} value={plant.id}>
                {plant.name}
              </option>
            ))}
          </select>
          <p className={styles.problem}>{problemOf("plantId")}</p>
        </div>
        <FormField
          label={t.name}
          value={draft.name}
          problem={problemOf("name")}
          onType={(name) => onChange({ name })}
        />
      </div>
      <div className={styles.row}>
        <FormField
          label={t.id}
          hint={t.idHint(proposed)}
          placeholder={proposed}
          value={draft.id}
          problem={problemOf("id")}
          onType={(typed) => onChange({ id: typed })}
        />
        <FormField
          label={t.peakPower}
          hint={t.peakPowerHint}
          inputMode="decimal"
          value={draft.peakPower}
          problem={problemOf("peakPower")}
          onType={(peakPower) => onChange({ peakPower })}
        />
      </div>
    </>
  );
}
