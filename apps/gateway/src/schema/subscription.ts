import type { Language } from "@plenticore/catalogue";
import type {
  DeviceEventState,
  Inverter,
  InverterAvailability,
  InverterEnergyState,
  InverterLiveState,
  Plant,
  PlantLiveState,
  ProcessDataState,
  Second,
  StreamError,
  UpdateState,
  Watch,
} from "@plenticore/core";
import { quantity } from "@plenticore/core";
import type { FleetView } from "../auth/fleet-view.ts";
import { LiveSource } from "../live/source.ts";
import { AvailabilityRef } from "./availability.ts";
import { builder, reading } from "./builder.ts";
import { InverterEnergyRef, StatisticPeriodEnum } from "./energy.ts";
import { ErrorCodeEnum } from "./error-code.ts";
import { DeviceEventRef, LanguageEnum } from "./events.ts";
import { InverterLiveRef, PlantLiveRef } from "./live.ts";
import { notFound } from "./not-found.ts";
import { ModuleProcessDataRef, ProcessDataSelectorInput } from "./process-data.ts";
import { selectInverters } from "./query.ts";
import { UpdateRef } from "./update.ts";

const StreamErrorRef = builder.objectRef<StreamError>("StreamError").implement({
  fields: (t) => ({
    code: t.expose("code", { type: ErrorCodeEnum, nullable: false }),
    message: t.exposeString("message", { nullable: false }),
    retryable: t.exposeBoolean("retryable", { nullable: false }),
  }),
});

const InverterLiveUpdateRef = builder.objectRef<InverterLiveState>("InverterLiveUpdate").implement({
  description: "every: the pace that this subscriber has (a wish below the floor is raised to it).",
  fields: (t) => ({
    inverterId: t.exposeID("inverterId", { nullable: false }),
    name: t.exposeString("name", { nullable: false }),
    every: t.expose("every", { type: "Second", nullable: false }),
    availability: t.expose("availability", { type: AvailabilityRef, nullable: false }),
    live: t.expose("live", { type: InverterLiveRef }),
    error: t.expose("error", { type: StreamErrorRef }),
  }),
});

const PlantLiveUpdateRef = builder.objectRef<PlantLiveState>("PlantLiveUpdate").implement({
  fields: (t) => ({
    plantId: t.exposeID("plantId", { nullable: false }),
    every: t.expose("every", { type: "Second", nullable: false }),
    live: t.expose("live", { type: PlantLiveRef, nullable: false }),
  }),
});

const InverterEnergyUpdateRef = builder.objectRef<InverterEnergyState>("InverterEnergyUpdate").implement({
  fields: (t) => ({
    inverterId: t.exposeID("inverterId", { nullable: false }),
    energy: t.expose("energy", { type: InverterEnergyRef }),
    error: t.expose("error", { type: StreamErrorRef }),
  }),
});

const ProcessDataUpdateRef = builder.objectRef<ProcessDataState>("ProcessDataUpdate").implement({
  fields: (t) => ({
    inverterId: t.exposeID("inverterId", { nullable: false }),
    every: t.expose("every", { type: "Second", nullable: false }),
    observedAt: t.expose("observedAt", { type: "DateTime" }),
    ageSeconds: t.expose("ageSeconds", { type: "Second" }),
    stale: t.exposeBoolean("stale", { nullable: false }),
    modules: t.expose("modules", { type: [ModuleProcessDataRef], nullable: false }),
    availability: t.expose("availability", { type: AvailabilityRef, nullable: false }),
    error: t.expose("error", { type: StreamErrorRef }),
  }),
});

const AvailabilityUpdateRef = builder.objectRef<InverterAvailability>("AvailabilityUpdate").implement({
  fields: (t) => ({
    inverterId: t.exposeID("inverterId", { nullable: false }),
    availability: t.expose("availability", { type: AvailabilityRef, nullable: false }),
  }),
});

const DeviceEventUpdateRef = builder.objectRef<DeviceEventState>("DeviceEventUpdate").implement({
  description: "gap: how many events were lost to a slow reader before this one.",
  fields: (t) => ({
    inverterId: t.exposeID("inverterId", { nullable: false }),
    event: t.expose("event", { type: DeviceEventRef, nullable: false }),
    gap: t.exposeInt("gap", { nullable: false }),
  }),
});

const UpdateUpdateRef = builder.objectRef<UpdateState>("UpdateUpdate").implement({
  fields: (t) => ({
    inverterId: t.exposeID("inverterId", { nullable: false }),
    update: t.expose("update", { type: UpdateRef }),
    availability: t.expose("availability", { type: AvailabilityRef, nullable: false }),
    error: t.expose("error", { type: StreamErrorRef }),
  }),
});

type Ids = readonly string[] | null | undefined;

/** Watches of the inverters with these ids, or of all that the viewer may see, also of those that come later. */
function ofInverters<Event extends { readonly inverterId: string }>(
  fleet: FleetView,
  ids: Ids,
  watch: (inverter: Inverter) => Watch<Event>,
  isState = true,
): LiveSource<Event> {
  // Unknown ids are an error at the start; what is removed later just ends.
  selectInverters(fleet, ids, undefined);
  const wanted = ids ? new Set(ids) : undefined;
  return new LiveSource({
    fleet,
    keyOf: ({ inverterId }) => inverterId,
    ends: wanted !== undefined,
    isState,
    targets: () =>
      fleet.inverters
        .filter(({ id }) => wanted?.has(id) ?? true)
        .map((inverter) => ({ id: inverter.id, subject: inverter, watch: () => watch(inverter) })),
  });
}

const ofInverter = <Event extends { readonly inverterId: string }>(
  fleet: FleetView,
  id: string,
  watch: (inverter: Inverter) => Watch<Event>,
): LiveSource<Event> => ofInverters(fleet, [id], watch);

function ofPlant(fleet: FleetView, id: string, watch: (plant: Plant) => Watch<PlantLiveState>) {
  if (fleet.plant(id) === undefined) notFound("plant", id);
  return new LiveSource<PlantLiveState>({
    fleet,
    keyOf: ({ plantId }) => plantId,
    ends: true,
    isState: true,
    targets: () => {
      const plant = fleet.plant(id);
      return plant ? [{ id, subject: plant, watch: () => watch(plant) }] : [];
    },
  });
}

const pace = (every: Second | null | undefined) =>
  every === null || every === undefined ? {} : { everyMs: every * 1000 };

const seconds = (value: number): Second => quantity<Second>(value);

export function defineSubscription(): void {
  builder.subscriptionType({
    fields: (t) => ({
      inverterLive: t.field({
        type: InverterLiveUpdateRef,
        nullable: false,
        authScopes: reading,
        description: "One event an inverter. No ids: all that the viewer may see.",
        args: { ids: t.arg.idList(), every: t.arg({ type: "Second", defaultValue: seconds(5) }) },
        subscribe: (_root, { ids, every }, { viewer: { fleet } }) =>
          ofInverters(fleet, ids, (inverter) => inverter.watchLive(pace(every))),
        resolve: (event) => event,
      }),
      plantLive: t.field({
        type: PlantLiveUpdateRef,
        nullable: false,
        authScopes: reading,
        args: { id: t.arg.id({ required: true }), every: t.arg({ type: "Second", defaultValue: seconds(5) }) },
        subscribe: (_root, { id, every }, { viewer: { fleet } }) =>
          ofPlant(fleet, id, (plant) => plant.watchLive(pace(every))),
        resolve: (event) => event,
      }),
      inverterEnergy: t.field({
        type: InverterEnergyUpdateRef,
        nullable: false,
        authScopes: reading,
        args: { ids: t.arg.idList(), period: t.arg({ type: StatisticPeriodEnum, required: true }) },
        subscribe: (_root, { ids, period }, { viewer: { fleet } }) =>
          ofInverters(fleet, ids, (inverter) => inverter.watchEnergy(period)),
        resolve: (event) => event,
      }),
      processData: t.field({
        type: ProcessDataUpdateRef,
        nullable: false,
        authScopes: reading,
        args: {
          inverterId: t.arg.id({ required: true }),
          select: t.arg({ type: [ProcessDataSelectorInput], required: true }),
          every: t.arg({ type: "Second", defaultValue: seconds(5) }),
        },
        subscribe: (_root, { inverterId, select, every }, { viewer: { fleet } }) => {
          const selected = select.map(({ moduleId, ids }) => (ids ? { moduleId, ids } : { moduleId }));
          return ofInverter(fleet, inverterId, (inverter) => inverter.watchProcessData(selected, pace(every)));
        },
        resolve: (event) => event,
      }),
      availability: t.field({
        type: AvailabilityUpdateRef,
        nullable: false,
        authScopes: reading,
        args: { ids: t.arg.idList() },
        subscribe: (_root, { ids }, { viewer: { fleet } }) =>
          ofInverters(fleet, ids, (inverter) => inverter.watchAvailability()),
        resolve: (event) => event,
      }),
      deviceEvents: t.field({
        type: DeviceEventUpdateRef,
        nullable: false,
        authScopes: reading,
        args: {
          ids: t.arg.idList(),
          language: t.arg({ type: LanguageEnum }),
          every: t.arg({ type: "Second", defaultValue: seconds(30) }),
        },
        subscribe: (_root, { ids, language, every }, { viewer: { fleet } }) => {
          const spoken: Language | undefined = language ?? undefined;
          return ofInverters(fleet, ids, (inverter) => inverter.watchEvents(spoken, pace(every)), false);
        },
        resolve: (event) => event,
      }),
      update: t.field({
        type: UpdateUpdateRef,
        nullable: false,
        authScopes: reading,
        args: { inverterId: t.arg.id({ required: true }), every: t.arg({ type: "Second", defaultValue: seconds(2) }) },
        subscribe: (_root, { inverterId, every }, { viewer: { fleet } }) =>
          ofInverter(fleet, inverterId, (inverter) => inverter.watchUpdate(pace(every))),
        resolve: (event) => event,
      }),
    }),
  });
}
