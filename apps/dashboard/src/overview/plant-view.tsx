import { PlantEnergyDocument } from "@plenticore/client";
import { type ReactNode, useMemo } from "react";
import { useMinute } from "../data/age.ts";
import { useCatchUp, usePolled } from "../data/polled.ts";
import type { Plant } from "../data/session.ts";
import { EnergyShares } from "../flow/energy-shares.tsx";
import { LiveFlow } from "../flow/live-flow.tsx";
import { useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { View } from "../ui/view.tsx";
import { energiesOf } from "./energies.ts";
import { Freshness } from "./freshness.tsx";
import { MeterNotice } from "./meter-notice.tsx";
import { NowFigures } from "./now-figures.tsx";
import styles from "./overview.module.css";
import { PlantEnergy } from "./plant-energy.tsx";
import { PlantInverters } from "./plant-inverters.tsx";
import { ratedOf } from "./sums.ts";
import { text } from "./text.ts";
import { usePlantNow } from "./use-plant-now.ts";
import { Yields } from "./yields.tsx";

/** Counters change slowly. */
const energySeconds = 60;

/** One plant: what flows where, the figures of now, and what was made and used. */
export function PlantView({ plant }: { readonly plant: Plant }): ReactNode {
  const t = useText(text);
  const energy = usePolled(PlantEnergyDocument, { plantId: plant.id }, energySeconds);
  const { live, stale } = usePlantNow(plant.id);
  const minute = useMinute();
  const energies = useMemo(
    () => energiesOf(energy.data?.plant, minute, plant.timeZone),
    [energy.data, minute, plant.timeZone],
  );
  const { today } = energies;
  useCatchUp(energy, live?.reporting ?? 0, today?.reporting);
  return (
    <View title={plant.name} aside={<Freshness live={live} stale={stale} />}>
      <div className={styles.columns}>
        <Card title={t.now}>
          <LiveFlow key={plant.id} name={plant.name} live={live} ratedWatts={ratedOf(plant.inverters)} />
        </Card>
        <div className={styles.side}>
          <NowFigures live={live} stale={stale} />
          <Yields energies={energies} stale={energy.stale} />
          {today !== undefined && today.home !== null && (
            <Card title={t.sharesToday}>
              <EnergyShares
                energy={today}
                hasBattery={live === undefined || live.battery !== null}
                stale={energy.stale || today.stale}
              />
            </Card>
          )}
          <PlantInverters plantId={plant.id} />
        </div>
      </div>
      <MeterNotice plant={plant} live={live} />
      <PlantEnergy plant={plant} energies={energies} energy={energy} />
    </View>
  );
}
