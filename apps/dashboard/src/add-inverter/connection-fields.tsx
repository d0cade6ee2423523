import { type ReactNode, useId } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./add-inverter.module.css";
import type { DraftProblem, InverterDraft, Login } from "./draft.ts";
import { FormField } from "./form-field.tsx";
import { text } from "./text.ts";

export interface ConnectionFieldsProps {
  readonly draft: InverterDraft;
  /** Shown beside their fields. */
  readonly problems: readonly DraftProblem[];
  readonly onChange: (change: Partial<InverterDraft>) => void;
}

/** Address and login. Secrets are never echoed. */
export function ConnectionFields({ draft, problems, onChange }: ConnectionFieldsProps): ReactNode {
  const t = useText(text);
  const id = useId();
  const problemOf = (field: DraftProblem["field"]): string => {
    const found = problems.find((problem) => problem.field === field);
    return found === undefined ? "" : t.problem(found);
  };
  const logins: readonly { readonly login: Login; readonly label: string; readonly hint: string }[] = [
    { login: "owner", label: t.owner, hint: t.ownerHint },
    { login: "installer", label: t.installer, hint: t.installerHint },
  ];
  return (
    <>
      <FormField
        label={t.address}
        hint={t.addressHint}
        inputMode="url"
        value={draft.address}
        problem={problemOf("address")}
        // A certificate was compared for that address only.
        onType={(address) => onChange({ address, fingerprint256: undefined })}
      />
      <fieldset className={styles.logins}>
        <legend>{t.login}</legend>
        {logins.map(({ login, label, hint }) => (
          <div key={login} className={styles.login}>
            <input
              id={`${id}-${login}`}
              type="radio"
              name={id}
              checked={draft.login === login}
              aria-describedby={`${id}-${login}-hint`}
              onChange={() => onChange({ login })}
            />
            <div>
              <label htmlFor={`${id}-${login}`}>{label}</label>
              <p id={`${id}-${login}-hint`} className={styles.hint}>
                {hint}
              </p>
            </div>
          </div>
        ))}
      </fieldset>
      {draft.login === "owner" ? (
        <FormField
          label={t.password}
          type="password"
          autoComplete="new-password"
          value={draft.password}
          problem={problemOf("password")}
          onType={(password) => onChange({ password })}
        />
      ) : (
        <div className={styles.row}>
          <FormField
            label={t.masterKey}
            type="password"
            autoComplete="new-password"
            value={draft.masterKey}
            problem={problemOf("masterKey")}
            onType={(masterKey) => onChange({ masterKey })}
          />
          <FormField
            label={t.serviceCode}
            hint={t.serviceCodeHint}
            type="password"
            autoComplete="new-password"
            value={draft.serviceCode}
            onType={(serviceCode) => onChange({ serviceCode })}
          />
        </div>
      )}
    </>
  );
}
