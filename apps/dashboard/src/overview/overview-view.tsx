import { PlantLiveDocument } from "@plenticore/client";
import type { ReactNode } from "react";
import { isStale } from "../data/age.ts";
import { now } from "../data/clock.ts";
import { useLive, useViewer } from "../data/context.tsx";
import { pace } from "../data/use-live-feed.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Figure, Figures } from "../ui/figure.tsx";
import { View } from "../ui/view.tsx";
import { text } from "./text.ts";

/** What the plant does now. @param plantId undefined: all plants */
export function OverviewView({ plantId }: { readonly plantId: string | undefined }): ReactNode {
  const t = useText(text);
  const { plants } = useViewer();
  const shown = plants.filter(({ id }) => plantId === undefined || id === plantId);
  return (
    <View title={t.title}>
      {shown.map(({ id, name }) => (
        <PlantNow key={id} id={id} name={name} />
      ))}
    </View>
  );
}

function PlantNow({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const newest = useLive(PlantLiveDocument, { plantId: id, every: pace });
  const live = newest?.data.plantLive.live;
  const stale = live !== undefined && isStale({ ...live, receivedAt: newest?.receivedAt ?? 0 }, now());
  return (
    <Card title={name} aside={t.now}>
      <Figures>
        <Figure label={t.solar} shown={format.power(live?.power.solar)} stale={stale} color="var(--flow-solar)" />
        <Figure label={t.home} shown={format.power(live?.power.home)} stale={stale} color="var(--flow-home)" />
        <Figure
          label={t.grid}
          shown={format.power(live?.power.grid, "signed")}
          stale={stale}
          color="var(--flow-grid-import)"
        />
        <Figure
          label={t.battery}
          shown={format.power(live?.power.battery, "signed")}
          stale={stale}
          color="var(--flow-battery-out)"
        />
      </Figures>
    </Card>
  );
}
