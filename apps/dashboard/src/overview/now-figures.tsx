import type { ReactNode } from "react";
import { inOne } from "../text/format.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Figure, Figures } from "../ui/figure.tsx";
import { text } from "./text.ts";
import type { PlantNow } from "./use-plant-now.ts";

export interface NowFiguresProps {
  readonly live: PlantNow["live"];
  readonly stale: boolean;
}

/** The shares of now; what flows is in the picture beside. */
export function NowFigures({ live, stale }: NowFiguresProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const battery = live?.battery ?? undefined;
  const capacity = battery?.workCapacity ?? null;
  return (
    <Card title={t.shares}>
      <Figures>
        <Figure label={t.autarky} shown={format.percent(live?.power.autarky)} stale={stale} note={t.autarkyNote} />
        <Figure
          label={t.selfConsumption}
          shown={format.percent(live?.power.selfConsumption)}
          stale={stale}
          note={t.selfConsumptionNote}
        />
        {battery !== undefined && (
          <Figure
            label={t.stateOfCharge}
            shown={format.percent(battery.stateOfCharge)}
            stale={stale}
            {...(capacity !== null && { note: t.capacity(inOne(format.energy(capacity))) })}
          />
        )}
      </Figures>
    </Card>
  );
}
