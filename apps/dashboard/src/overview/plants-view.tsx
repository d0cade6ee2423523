import { FleetTodayDocument } from "@plenticore/client";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useAnyStale, useMinute, useStale } from "../data/age.ts";
import { usePolled } from "../data/polled.ts";
import { ofPeriod } from "../data/same-period.ts";
import type { Plant } from "../data/session.ts";
import { paths } from "../paths.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { View } from "../ui/view.tsx";
import { Freshness } from "./freshness.tsx";
import styles from "./overview.module.css";
import { type PowerSums, SumFigures } from "./sum-figures.tsx";
import { type Sum, sumOf, whole } from "./sums.ts";
import { text } from "./text.ts";
import type { LivePlant } from "./use-plant-now.ts";
import { usePlantsNow } from "./use-plants-now.ts";

const todaySeconds = 60;

/** All plants: their sum, and each in short. */
export function PlantsView({ plants }: { readonly plants: readonly Plant[] }): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const { data: today, stale: isOverdue } = usePolled(FleetTodayDocument, {}, todaySeconds);
  const minute = useMinute();
  const lives = usePlantsNow(plants);
  const stale = useAnyStale(lives.filter((live) => live !== undefined));
  const countersOf = ({ id, timeZone }: Plant) =>
    ofPeriod("today", today?.plants.find((plant) => plant.id === id)?.today, minute, timeZone);
  const yieldOf = (plant: Plant): number | null => countersOf(plant)?.yield ?? null;
  const isOld = (plant: Plant): boolean => isOverdue || countersOf(plant)?.stale === true;
  const note = ({ known, of }: Sum) => t.plants(format.number(known), format.number(of));
  const powers = lives.map((live) => live?.power);
  const sums: PowerSums = {
    solar: sumOf(powers.map((power) => power?.solar)),
    home: sumOf(powers.map((power) => power?.home)),
    grid: sumOf(powers.map((power) => power?.grid)),
    battery: sumOf(powers.map((power) => power?.battery)),
    yieldToday: sumOf(plants.map(yieldOf)),
  };
  return (
    <View title={t.title}>
      <Card title={t.allPlants}>
        <SumFigures sums={sums} stale={stale} yieldStale={plants.some(isOld)} noteOf={note} />
      </Card>
      <div className={styles.plants}>
        {plants.map((plant, index) => (
          <PlantCard
            key={plant.id}
            plant={plant}
            live={lives[index]}
            yieldToday={yieldOf(plant)}
            yieldStale={isOld(plant)}
          />
        ))}
      </div>
    </View>
  );
}

interface PlantCardProps {
  readonly plant: Plant;
  readonly live: LivePlant | undefined;
  readonly yieldToday: number | null;
  readonly yieldStale: boolean;
}

function PlantCard({ plant: { id, name }, live, yieldToday, yieldStale }: PlantCardProps): ReactNode {
  const stale = useStale(live) && live !== undefined;
  const { solar, home, grid, battery } = live?.power ?? {};
  const sums: PowerSums = {
    solar: whole(solar),
    home: whole(home),
    grid: whole(grid),
    battery: whole(battery),
    yieldToday: whole(yieldToday),
  };
  return (
    <Card title={<Link href={paths.plant(id)}>{name}</Link>} aside={<Freshness live={live} stale={stale} />}>
      <SumFigures sums={sums} stale={stale} yieldStale={yieldStale} />
    </Card>
  );
}
