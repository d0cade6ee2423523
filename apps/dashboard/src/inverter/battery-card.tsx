import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Figure, Figures } from "../ui/figure.tsx";
import styles from "./inverter.module.css";
import type { LivePartProps } from "./live-part.ts";
import { text } from "./text.ts";

/** Below this, in W, a battery rests. */
const restingPower = 10;

/** The words tell the direction. */
const sizeOf = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.abs(value);

export function BatteryCard({ live, stale, age }: LivePartProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const battery = live?.battery;
  const power = battery?.power ?? null;
  const doing =
    power === null ? undefined : Math.abs(power) < restingPower ? t.resting : power < 0 ? t.charging : t.discharging;
  return (
    <Card title={t.battery}>
      {typeof battery?.stateOfCharge === "number" && (
        <div className={styles.charge} aria-hidden="true" data-stale={stale}>
          <span style={{ width: `${battery.stateOfCharge}%` }} />
        </div>
      )}
      <Figures>
        <Figure label={t.stateOfCharge} shown={format.percent(battery?.stateOfCharge)} stale={stale} age={age} />
        <Figure
          label={t.power}
          shown={format.power(sizeOf(power))}
          stale={stale}
          age={age}
          {...(doing !== undefined && { note: doing })}
        />
        <Figure label={t.voltage} shown={format.quantity(battery?.voltage, "V", 0)} stale={stale} age={age} />
        <Figure label={t.current} shown={format.quantity(sizeOf(battery?.current), "A", 2)} stale={stale} age={age} />
        <Figure label={t.cycles} shown={format.quantity(battery?.cycles, "", 0)} stale={stale} age={age} />
        <Figure
          label={t.capacity}
          shown={format.quantity(battery?.fullChargeCapacity, "Ah", 0)}
          stale={stale}
          age={age}
        />
        <Figure label={t.workCapacity} shown={format.energy(battery?.workCapacity)} stale={stale} age={age} />
      </Figures>
    </Card>
  );
}
