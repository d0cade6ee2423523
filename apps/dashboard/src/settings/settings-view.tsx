import type { ReactNode } from "react";
import { useViewer } from "../data/context.tsx";
import { View } from "../ui/view.tsx";

export interface SettingsViewProps {
  readonly inverterId: string;
}

export function SettingsView({ inverterId }: SettingsViewProps): ReactNode {
  const { plants } = useViewer();
  const inverter = plants.flatMap(({ inverters }) => inverters).find(({ id }) => id === inverterId);
  return (
    <View title={inverter?.name ?? inverterId}>
      <p>{inverter?.url}</p>
    </View>
  );
}
