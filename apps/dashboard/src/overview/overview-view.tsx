import type { ReactNode } from "react";
import { useViewer } from "../data/context.tsx";
import { useText } from "../text/use-text.ts";
import { View } from "../ui/view.tsx";
import { PlantView } from "./plant-view.tsx";
import { PlantsView } from "./plants-view.tsx";
import { text } from "./text.ts";

/** @param plantId whose overview it is; undefined: the only plant's, or that of all */
export function OverviewView({ plantId }: { readonly plantId: string | undefined }): ReactNode {
  const t = useText(text);
  const { plants } = useViewer();
  const [first, second] = plants;
  const plant = plantId === undefined && second === undefined ? first : plants.find(({ id }) => id === plantId);
  if (plant !== undefined) return <PlantView plant={plant} />;
  if (plants.length > 0) return <PlantsView plants={plants} />;
  return (
    <View title={t.title}>
      <p>{t.noPlants}</p>
    </View>
  );
}
