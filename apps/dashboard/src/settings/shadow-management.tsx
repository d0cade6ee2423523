import type { ReactNode } from "react";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Switch } from "../ui/switch.tsx";
import styles from "./settings-view.module.css";
import { stringsOf } from "./shadow-strings.ts";
import { text } from "./text.ts";
import type { ControlledInverter } from "./use-controls.ts";
import { useShadow } from "./use-shadow.ts";
import { WriteResultNotice } from "./write-result.tsx";

export interface ShadowManagementProps {
  readonly inverterId: string;
  readonly shadow: NonNullable<NonNullable<ControlledInverter["capabilities"]>["shadowManagement"]>;
  readonly canWrite: boolean;
}

/** A switch for each string that can; none while nobody knows what the device holds. */
export function ShadowManagement({ inverterId, shadow, canWrite }: ShadowManagementProps): ReactNode {
  const t = useText(text);
  const { enabled, isUnknown, busy, result, unread, set, readAgain } = useShadow(inverterId, shadow.enabled);
  const offered = canWrite && shadow.writable !== "NO";
  if (shadow.strings.length === 0) return <p>{t.shadowNone}</p>;
  const show = (value: string | null): string => {
    const strings = stringsOf(value);
    if (strings === undefined) return t.unreadable;
    return strings.length === 0 ? t.off : strings.map((index) => t.string(String(index))).join(", ");
  };
  return (
    <div className={styles.stack}>
      <p className={styles.soft}>{t.shadowHint}</p>
      {isUnknown ? (
        <Notice kind="warning">
          <p>{t.shadowUnknown}</p>
          <Button aria-disabled={busy !== undefined} onClick={() => void readAgain()}>
            {t.readAgain}
          </Button>
        </Notice>
      ) : (
        shadow.strings.map((index) => (
          <Switch
            key={index}
            label={t.string(String(index))}
            checked={enabled.includes(index)}
            disabled={!offered || busy !== undefined}
            onChange={(on) => void set(index, on)}
          />
        ))
      )}
      <p role="status">{busy === "writing" ? t.writing : busy === "reading" && t.loading}</p>
      {unread !== undefined && <ProblemNotice problem={unread}>{!isUnknown && <p>{t.shadowNotRead}</p>}</ProblemNotice>}
      {result !== undefined && <WriteResultNotice result={result} show={show} />}
    </div>
  );
}
