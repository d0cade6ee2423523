import { type InverterControlsQuery, SetShadowManagementDocument } from "@plenticore/client";
import { type ReactNode, useState } from "react";
import { useMutation } from "urql";
import { outcomeOf } from "../failure/problem.ts";
import { useText } from "../text/use-text.ts";
import { Switch } from "../ui/switch.tsx";
import styles from "./settings-view.module.css";
import { text } from "./text.ts";
import { resultFor } from "./use-setting-writer.ts";
import { useWriting } from "./use-writing.ts";
import { WriteResultNotice } from "./write-result.tsx";

type Shadow = NonNullable<
  NonNullable<NonNullable<InverterControlsQuery["inverter"]>["capabilities"]>["shadowManagement"]
>;

const setting = "Generator:ShadowMgmt:Enable";

export interface ShadowManagementProps {
  readonly inverterId: string;
  readonly shadow: Shadow;
  readonly canWrite: boolean;
}

/** A switch for each string that can; the device keeps all of them in one setting. */
export function ShadowManagement({ inverterId, shadow, canWrite }: ShadowManagementProps): ReactNode {
  const t = useText(text);
  const [, execute] = useMutation(SetShadowManagementDocument);
  const writing = useWriting();
  const [written, setWritten] = useState<readonly number[]>();
  const enabled = written ?? shadow.enabled;
  const set = (strings: readonly number[]): void =>
    void writing.run(async () => {
      const answer = await execute({ input: { inverterId, strings: [...strings] } });
      const result = resultFor(
        outcomeOf(answer, ({ setShadowManagement }) => setShadowManagement, "WriteSettingsSuccess"),
        setting,
      );
      if ("value" in result && result.value !== null) setWritten(stringsOf(Number(result.value)));
      return result;
    });
  const offered = canWrite && shadow.writable !== "NO";
  if (shadow.strings.length === 0) return <p>{t.shadowNone}</p>;
  return (
    <div className={styles.stack}>
      <p className={styles.soft}>{t.shadowHint}</p>
      {shadow.strings.map((index) => (
        <Switch
          key={index}
          label={t.string(String(index))}
          checked={enabled.includes(index)}
          disabled={!offered || writing.isRunning}
          onChange={(on) => set(on ? [...enabled, index] : enabled.filter((other) => other !== index))}
        />
      ))}
      {writing.isRunning && <p role="status">{t.writing}</p>}
      {writing.result !== undefined && (
        <WriteResultNotice
          result={writing.result}
          show={(value) => {
            const strings = value === null ? [] : stringsOf(Number(value));
            if (value === null) return t.unreadable;
            return strings.length === 0 ? t.off : strings.map((index) => t.string(String(index))).join(", ");
          }}
        />
      )}
    </div>
  );
}

/** Bits 1, 2, 4 … are the strings 1, 2, 3 … (FACTS 4.1). */
const stringsOf = (mask: number): number[] =>
  Array.from({ length: 6 }, (_, bit) => bit + 1).filter((index) => (mask & (1 << (index - 1))) !== 0);
