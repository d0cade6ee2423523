import type { ReactNode } from "react";
import { problemAt } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { BatteryLimits } from "./battery-limits.tsx";
import { PlanCard } from "./plan-card.tsx";
import { SettingField } from "./setting-field.tsx";
import styles from "./settings-view.module.css";
import { text } from "./text.ts";
import type { ControlledInverter } from "./use-controls.ts";
import { useMinSocWriter, useSettingWriter } from "./use-setting-writer.ts";

export interface BatteryCardsProps {
  readonly inverter: ControlledInverter;
  readonly error: Parameters<typeof problemAt>[0];
  readonly canWrite: boolean;
  readonly onChanged: () => void;
}

/** The battery's own controls: reserve, limits for a time, week plan. Nothing of it where there is no battery. */
export function BatteryCards({ inverter, error, canWrite, onChanged }: BatteryCardsProps): ReactNode {
  const t = useText(text);
  const { id, capabilities, batteryTimePlan, batteryLimits } = inverter;
  if (capabilities === null) return null;
  const { battery } = capabilities;
  if (battery === null) {
    return (
      <Card title={t.battery}>
        <p className={styles.soft}>{t.noBattery}</p>
      </Card>
    );
  }
  const planProblem = problemAt(error, "batteryTimePlan");
  return (
    <>
      <div className={styles.pair}>
        <Card title={t.battery}>
          <BatteryNumbers inverterId={id} battery={battery} canWrite={canWrite} />
        </Card>
        <Card title={t.limitsTitle}>
          <BatteryLimits
            inverterId={id}
            running={batteryLimits}
            offered={battery.limits !== "NO"}
            canWrite={canWrite}
            onChanged={onChanged}
          />
        </Card>
      </div>
      <Card title={t.weekPlan}>
        {batteryTimePlan !== null && batteryTimePlan.days.length > 0 ? (
          <PlanCard
            inverterId={id}
            plan={batteryTimePlan}
            swVersion={inverter.version?.swVersion}
            canWrite={canWrite && battery.timePlan !== "NO"}
          />
        ) : planProblem === undefined ? (
          <p className={styles.soft}>{t.noWeekPlan}</p>
        ) : (
          <ProblemNotice problem={planProblem} live={false}>
            <Button onClick={onChanged}>{t.again}</Button>
          </ProblemNotice>
        )}
      </Card>
    </>
  );
}

interface BatteryNumbersProps {
  readonly inverterId: string;
  readonly battery: NonNullable<NonNullable<ControlledInverter["capabilities"]>["battery"]>;
  readonly canWrite: boolean;
}

/** The module and, in the device's own spelling, the id of a setting that has no mutation of its own. */
const minHomeConsumptionSetting = { moduleId: "devices:local", id: "Battery:MinHomeComsumption" };

function BatteryNumbers({ inverterId, battery, canWrite }: BatteryNumbersProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const writeMinSoc = useMinSocWriter(inverterId);
  const write = useSettingWriter(inverterId);
  const numbers = [
    {
      number: battery.minSoc,
      id: "Battery:MinSoc",
      label: t.minSoc,
      hint: t.minSocHint,
      onWrite: (value: string) => writeMinSoc(Number(value)),
    },
    {
      number: battery.minHomeConsumption,
      id: minHomeConsumptionSetting.id,
      label: t.minHomeConsumption,
      hint: undefined,
      onWrite: (value: string) => write(minHomeConsumptionSetting, value),
    },
  ];
  return (
    <div className={styles.stack}>
      {numbers.map(({ number, id, label, hint, onWrite }) => {
        if (number === null) return null;
        const { value, min, max, unit, writable } = number;
        if (!canWrite || writable === "NO") {
          return (
            <div key={id}>
              <p>{label}</p>
              <p>
                <strong>
                  {format.number(value)} {unit}
                </strong>
              </p>
            </div>
          );
        }
        return (
          <SettingField
            key={id}
            setting={{ id, type: "int", min: textOf(min), max: textOf(max), unit }}
            label={label}
            {...(hint !== undefined && { hint })}
            value={textOf(value)}
            answer={battery}
            onWrite={onWrite}
            slider
          />
        );
      })}
    </div>
  );
}

const textOf = (number: number | null): string | null => (number === null ? null : String(number));
