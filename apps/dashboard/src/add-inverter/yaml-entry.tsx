import { type ReactNode, useState } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import styles from "./add-inverter.module.css";
import { text } from "./text.ts";
import { type YamlInverter, yamlOf } from "./yaml.ts";

export interface YamlEntryProps {
  readonly inverter: YamlInverter;
  /** Name of the plant it belongs to. */
  readonly plant: string;
}

/** What somebody may paste into a configuration that the gateway can't write. Holds no secret. */
export function YamlEntry({ inverter, plant }: YamlEntryProps): ReactNode {
  const t = useText(text);
  const [copied, setCopied] = useState(false);
  const yaml = yamlOf(inverter);
  // Browsers give no clipboard to pages over http, except on the same machine; selecting by hand always works.
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  const copy = async (): Promise<void> => {
    await clipboard?.writeText(yaml);
    setCopied(true);
  };
  return (
    <section className={styles.yaml} aria-label={t.yamlTitle}>
      <h3>{t.yamlTitle}</h3>
      <p>{t.yamlMore(plant)}</p>
      <textarea
        className={styles.code}
        aria-label={t.yamlName}
        readOnly
        rows={yaml.split("\n").length}
        value={yaml}
        onFocus={({ target }) => target.select()}
      />
      {clipboard !== undefined && (
        <div className={styles.actions}>
          <Button onClick={() => void copy()}>{t.copy}</Button>
          <span role="status">{copied && t.copied}</span>
        </div>
      )}
    </section>
  );
}
