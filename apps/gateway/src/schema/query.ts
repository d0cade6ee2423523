import type { Inverter, Plant } from "@plenticore/core";
import type { FleetView } from "../auth/fleet-view.ts";
import { builder, reading } from "./builder.ts";
import { InverterRef } from "./inverter.ts";
import { NodeRef } from "./node.ts";
import { notFound } from "./not-found.ts";
import { PlantRef } from "./plant.ts";
import { ViewerRef } from "./viewer.ts";

export function defineQuery(): void {
  builder.queryType({
    fields: (t) => ({
      viewer: t.field({
        type: ViewerRef,
        nullable: false,
        authScopes: reading,
        resolve: (_root, _args, { viewer }) => viewer,
      }),
      plants: t.field({
        type: [PlantRef],
        nullable: false,
        authScopes: reading,
        resolve: (_root, _args, { viewer }) => viewer.fleet.plants,
      }),
      plant: t.field({
        type: PlantRef,
        authScopes: reading,
        args: { id: t.arg.id({ required: true }) },
        resolve: (_root, { id }, { viewer }) => viewer.fleet.plant(id) ?? notFound("plant", id),
      }),
      inverters: t.field({
        type: [InverterRef],
        nullable: false,
        authScopes: reading,
        description: "Unknown ids are coded errors, not silently left out.",
        args: { ids: t.arg.idList(), plantId: t.arg.id() },
        resolve: (_root, { ids, plantId }, { viewer }) => selectInverters(viewer.fleet, ids, plantId),
      }),
      inverter: t.field({
        type: InverterRef,
        authScopes: reading,
        args: { id: t.arg.id({ required: true }) },
        resolve: (_root, { id }, { viewer }) => viewer.fleet.inverter(id) ?? notFound("inverter", id),
      }),
      node: t.field({
        type: NodeRef,
        authScopes: reading,
        description: "Plants and inverters share one namespace of ids: the configuration's own keys, as written there.",
        args: { id: t.arg.id({ required: true }) },
        resolve: (_root, { id }, { viewer: { fleet } }): Plant | Inverter =>
          fleet.plant(id) ?? fleet.inverter(id) ?? notFound("plant or inverter", id),
      }),
    }),
  });
}

/** @throws PlenticoreError NOT_FOUND that names the ids that are not there for this viewer */
export function selectInverters(
  fleet: FleetView,
  ids: readonly string[] | null | undefined,
  plantId: string | null | undefined,
): readonly Inverter[] {
  const plant =
    plantId === null || plantId === undefined ? undefined : (fleet.plant(plantId) ?? notFound("plant", plantId));
  const inverters = plant?.inverters ?? fleet.inverters;
  if (!ids) return inverters;
  const byId = new Map(inverters.map((inverter) => [inverter.id, inverter]));
  const unknown = ids.filter((id) => !byId.has(id));
  if (unknown.length > 0) notFound(plant ? `inverter in the plant "${plant.id}"` : "inverter", ...unknown);
  return ids.flatMap((id) => byId.get(id) ?? []);
}
