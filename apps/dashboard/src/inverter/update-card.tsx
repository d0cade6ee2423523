import { InverterUpdateDocument, type UpdatePartsFragment, UpdateProgressDocument } from "@plenticore/client";
import { memo, type ReactNode, useRef, useState } from "react";
import { useLive } from "../data/context.tsx";
import { usePolled } from "../data/polled.ts";
import { problemOf } from "../failure/problem.ts";
import { inOne } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Facts } from "./facts.tsx";
import { Failure } from "./failure.tsx";
import styles from "./inverter.module.css";
import { text } from "./text.ts";

/** Whether an update runs, and how far it is. */
export const UpdateCard = memo(function UpdateCard({ inverterId }: { readonly inverterId: string }): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const { data, error } = usePolled(InverterUpdateDocument, { inverterId }, 300);
  const { firmwareUpdate = null, update = null } = data?.inverter ?? {};
  // Devices whose update operations are not known are many, and nothing is wrong with them.
  const isTold = error !== undefined && problemOf(error).code === "NOT_AVAILABLE";
  return (
    <Card title={t.update}>
      {firmwareUpdate !== null && (update === null || firmwareUpdate.status !== "idle") && (
        <Facts
          facts={[
            { label: t.updateStatus, value: firmwareUpdate.status === "idle" ? t.idle : word(firmwareUpdate.status) },
            { label: t.updateTarget, value: firmwareUpdate.target },
            { label: t.updateDone, value: inOne(format.percent(firmwareUpdate.percent)) },
          ]}
        />
      )}
      {update !== null && <Progress inverterId={inverterId} known={update} />}
      {isTold && <p className={styles.soft}>{t.updateUnknown}</p>}
      {error !== undefined && !isTold && <Failure error={error} />}
    </Card>
  );
});

/** One of the device's own words: no list of them is known. */
const word = (text: string): ReactNode => <code lang="en">{text}</code>;

/** Seconds between two looks at the device: few while there is something to see. */
const pace = { idle: 30, running: 2 } as const;

function Progress({
  inverterId,
  known,
}: {
  readonly inverterId: string;
  readonly known: UpdatePartsFragment;
}): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const [isRunning, setRunning] = useState(known.progress.status !== "idle");
  const every = isRunning ? pace.running : pace.idle;
  const newest = useLive(UpdateProgressDocument, { inverterId, every });
  // Another pace is another subscription: until its first value, the last one holds.
  const last = useRef(known);
  last.current = newest?.data.update.update ?? last.current;
  const { progress, lastStatus } = last.current;
  const runs = progress.status !== "idle";
  if (newest !== undefined && runs !== isRunning) setRunning(runs);
  return (
    <>
      <Facts
        facts={[
          { label: t.updateStatus, value: runs ? word(progress.status) : t.idle },
          { label: t.updateLast, value: word(lastStatus) },
          { label: t.updateSource, value: word(progress.source) },
          ...(runs
            ? [
                {
                  label: t.updateStep,
                  value: t.updateSteps(format.number(progress.step), format.number(progress.steps)),
                },
                { label: t.updateDownload, value: inOne(format.percent(progress.downloadPercent)) },
              ]
            : []),
        ]}
      />
      {runs && (
        <label className={styles.progress}>
          {t.updateDone}: {inOne(format.percent(progress.percent))}
          <progress max={100} value={progress.percent} />
        </label>
      )}
    </>
  );
}
