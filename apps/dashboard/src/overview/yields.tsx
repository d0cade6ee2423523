import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Figure, Figures } from "../ui/figure.tsx";
import { type Energies, periods } from "./energies.ts";
import { text } from "./text.ts";

export interface YieldsProps {
  readonly energies: Energies;
  /** None came since long. */
  readonly stale: boolean;
}

/** What the sun gave, from today to ever; the table below tells where it went. */
export function Yields({ energies, stale }: YieldsProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  return (
    <Card title={t.yield}>
      <Figures inPairs>
        {periods.map((period) => (
          <Figure
            key={period}
            label={t[period]}
            shown={format.energy(energies[period]?.yield)}
            stale={stale || energies[period]?.stale}
          />
        ))}
      </Figures>
    </Card>
  );
}
