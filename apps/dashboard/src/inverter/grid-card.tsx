import type { ReactNode } from "react";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Figure, Figures } from "../ui/figure.tsx";
import type { LivePartProps } from "./live-part.ts";
import { energyManagerWords } from "./states-text.ts";
import { text } from "./text.ts";

/** Where the inverter meets the grid, and what guards it. */
export function GridCard({ live, stale, age }: LivePartProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const format = useFormat();
  const isolation = live?.isolationResistance ?? null;
  const manager = live?.energyManagerState ?? null;
  return (
    <Card title={t.gridTitle}>
      <Figures>
        <Figure label={t.frequency} shown={format.quantity(live?.frequency, "Hz", 2)} stale={stale} age={age} />
        <Figure label={t.powerFactor} shown={format.quantity(live?.powerFactor, "", 2)} stale={stale} age={age} />
        <Figure label={t.apparentPower} shown={format.quantity(live?.apparentPower, "VA", 0)} stale={stale} age={age} />
        <Figure
          label={t.reactivePower}
          shown={format.quantity(live?.reactivePower, "var", 0)}
          stale={stale}
          age={age}
        />
        <Figure
          label={t.isolation}
          shown={format.quantity(isolation === null ? null : isolation / 1e6, "MΩ", 2)}
          stale={stale}
          age={age}
        />
        <Figure
          label={t.gridLimit}
          shown={format.percent(live?.gridOperatorLimit)}
          stale={stale}
          age={age}
          note={t.gridLimitNote}
        />
        {manager !== null && (
          <Figure
            label={t.energyManager}
            shown={{ value: energyManagerWords[language][manager], unit: "" }}
            stale={stale}
            age={age}
          />
        )}
      </Figures>
    </Card>
  );
}
