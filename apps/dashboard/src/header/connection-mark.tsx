import type { ConnectionState } from "@plenticore/client";
import type { ReactNode } from "react";
import { useConnection } from "../data/context.tsx";
import { useText } from "../text/use-text.ts";
import styles from "./header.module.css";
import { text } from "./text.ts";

const looks = {
  connected: ["live", "good"],
  connecting: ["connecting", "soft"],
  idle: ["paused", "soft"],
  closed: ["lost", "bad"],
  refused: ["lost", "bad"],
  waiting: ["lost", "bad"],
} as const satisfies Readonly<Record<ConnectionState["status"], readonly [string, string]>>;

/** Whether live values come. The banner under the header tells more where they don't. */
export function ConnectionMark(): ReactNode {
  const t = useText(text);
  const [word, look] = looks[useConnection().status];
  return (
    <span className={styles.connection} data-look={look} title={t.connection}>
      {t[word]}
    </span>
  );
}
