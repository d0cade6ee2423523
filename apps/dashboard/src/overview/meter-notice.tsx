import type { ReactNode } from "react";
import type { Plant } from "../data/session.ts";
import { useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import { text } from "./text.ts";
import type { PlantNow } from "./use-plant-now.ts";

export interface MeterNoticeProps {
  readonly plant: Plant;
  readonly live: PlantNow["live"];
}

/** Why house and grid are not known now, where several inverters share them. */
export function MeterNotice({ plant: { inverters }, live }: MeterNoticeProps): ReactNode {
  const t = useText(text);
  if (live === undefined || inverters.length < 2 || live.reporting === 0) return null;
  if (live.power.grid !== null || live.power.home !== null) return null;
  return (
    <Notice kind="info" title={t.meterTitle}>
      <p>{live.reporting < live.expected ? t.meterAway : t.meter}</p>
    </Notice>
  );
}
