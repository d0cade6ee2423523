import {
  InverterUpdateDocument,
  type InverterUpdateQuery,
  UpdateProgressDocument,
  type UpdateProgressSubscription,
} from "@plenticore/client";
import { memo, type ReactNode, useRef } from "react";
import { type Newest, useData, useLive } from "../data/context.tsx";
import { memoryKey } from "../data/memory.ts";
import { usePolled } from "../data/polled.ts";
import { problemOf } from "../failure/problem.ts";
import { inOne } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Facts } from "./facts.tsx";
import { Failure } from "./failure.tsx";
import styles from "./inverter.module.css";
import { text } from "./text.ts";
import { type KnownUpdate, newestUpdate, pace, runs } from "./update-progress.ts";

type Firmware = NonNullable<NonNullable<InverterUpdateQuery["inverter"]>["firmwareUpdate"]>;

/** Whether an update runs, and how far it is. */
export const UpdateCard = memo(function UpdateCard({ inverterId }: { readonly inverterId: string }): ReactNode {
  const t = useText(text);
  const { data, receivedAt = 0, error } = usePolled(InverterUpdateDocument, { inverterId }, 300);
  const { firmwareUpdate = null, update = null } = data?.inverter ?? {};
  // Devices whose update operations are not known are many, and nothing is wrong with them.
  const isTold = error !== undefined && problemOf(error).code === "NOT_AVAILABLE";
  return (
    <Card title={t.update}>
      {update !== null && <Progress inverterId={inverterId} asked={{ update, receivedAt }} />}
      {update === null && firmwareUpdate !== null && <FirmwareState firmware={firmwareUpdate} />}
      {update === null && firmwareUpdate === null && isTold && <p className={styles.soft}>{t.updateUnknown}</p>}
      {error !== undefined && !isTold && <Failure error={error} />}
    </Card>
  );
});

/** One of the device's own words: no list of them is known. */
const word = (text: string): ReactNode => <code lang="en">{text}</code>;

/** All that devices tell whose update operations are not known. */
function FirmwareState({ firmware: { status, target, percent } }: { readonly firmware: Firmware }): ReactNode {
  const t = useText(text);
  const format = useFormat();
  if (status === "idle") return <Facts facts={[{ label: t.updateStatus, value: t.idle }]} />;
  return (
    <Facts
      facts={[
        { label: t.updateStatus, value: word(status) },
        { label: t.updateTarget, value: target },
        { label: t.updateDone, value: inOne(format.percent(percent)) },
      ]}
    />
  );
}

function Progress({ inverterId, asked }: { readonly inverterId: string; readonly asked: KnownUpdate }): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const { memory } = useData().session;
  const last = useRef(asked);
  last.current = newestUpdate(
    asked.receivedAt > last.current.receivedAt ? asked : last.current,
    Object.values(pace).map((every) =>
      memory.get<Newest<UpdateProgressSubscription>>(memoryKey(UpdateProgressDocument.name, { inverterId, every })),
    ),
  );
  const { progress, lastStatus } = last.current.update;
  const isRunning = runs(last.current.update);
  useLive(UpdateProgressDocument, { inverterId, every: isRunning ? pace.running : pace.idle });
  return (
    <>
      <Facts
        facts={[
          { label: t.updateStatus, value: isRunning ? word(progress.status) : t.idle },
          { label: t.updateLast, value: word(lastStatus) },
          { label: t.updateSource, value: word(progress.source) },
          ...(isRunning
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
      {isRunning && (
        <label className={styles.progress}>
          {t.updateDone}: {inOne(format.percent(progress.percent))}
          <progress max={100} value={progress.percent} />
        </label>
      )}
    </>
  );
}
