import type { Fleet, Inverter, Plant } from "@plenticore/core";

/** What one viewer can reach of the fleet. What is hidden is indistinguishable from what does not exist. */
export type FleetView = Pick<Fleet, "plants" | "inverters" | "plant" | "inverter" | "onChange">;

/** @param plantIds the plants that may be seen; undefined: all. */
export function viewOf(fleet: Fleet, plantIds: ReadonlySet<string> | undefined): FleetView {
  if (plantIds === undefined) return fleet;
  const plants = (): Plant[] => fleet.plants.filter(({ id }) => plantIds.has(id));
  const inverters = (): Inverter[] => plants().flatMap((plant) => plant.inverters);
  return {
    get plants() {
      return plants();
    },
    get inverters() {
      return inverters();
    },
    plant: (id) => (plantIds.has(id) ? fleet.plant(id) : undefined),
    onChange: (listener) => fleet.onChange(listener),
    inverter: (id) => inverters().find((inverter) => inverter.id === id),
  };
}
