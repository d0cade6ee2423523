import { type ReactNode, useEffect, useRef, useState } from "react";
import { saveFile } from "../chart/save-file.ts";
import { useData } from "../data/context.tsx";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { KeepFocus } from "../ui/keep-focus.tsx";
import { DownloadError, downloadLog } from "./download-log.ts";
import styles from "./inverter.module.css";
import type { Period } from "./period.ts";
import { text } from "./text.ts";

export interface LogFileProps {
  readonly inverterId: string;
  readonly period: Period;
  readonly label: string;
  /** Told when it begins and when it ends: who shows it for some periods only keeps it meanwhile. */
  readonly onRunning?: (isRunning: boolean) => void;
}

/** Has the log itself saved as a file. */
export function LogFile({ inverterId, period, label, onRunning }: LogFileProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const { session } = useData();
  const [bytes, setBytes] = useState<number>();
  const [failure, setFailure] = useState<DownloadError>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const download = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    const { client, key } = session;
    setFailure(undefined);
    setBytes(0);
    onRunning?.(true);
    try {
      const { signal } = controller;
      const file = await downloadLog({
        inverterId,
        period,
        key,
        signal,
        onProgress: setBytes,
        fetch: (input, init) => fetch(input, init),
      });
      saveFile(file, `${inverterId}-log-${period.begin}-${period.end}.tsv`);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof DownloadError)) throw error;
      if (error.code === "UNAUTHENTICATED") session.expire(client);
      setFailure(error);
    } finally {
      setBytes(undefined);
      onRunning?.(false);
    }
  };
  return (
    <KeepFocus className={styles.file}>
      {bytes === undefined ? (
        <Button onClick={() => void download()} title={t.downloadNote}>
          {label}
        </Button>
      ) : (
        <span className={styles.reading}>
          <span role="status">{t.downloading(`${format.number(bytes / 1024)}\u{a0}KiB`)}</span>
          <Button look="quiet" onClick={() => running.current?.abort()}>
            {t.cancel}
          </Button>
        </span>
      )}
      {failure !== undefined && <ProblemNotice kind="warning" title={t.downloadFailed} problem={failure} />}
    </KeepFocus>
  );
}
