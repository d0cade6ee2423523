import { energyManagerState, inverterState, isolationNotMeasuredOhm } from "@plenticore/catalogue";
import { acModule, batteryModule, localModule, maxStrings, stringModule } from "./module-ids.ts";
import { inverterPowerFlow } from "./power-flow.ts";
import type { Runtime } from "./runtime.ts";
import { Selection } from "./selection.ts";
import type { Observation, Snapshot } from "./snapshot.ts";
import type { AcPhase, Battery, DcString, InverterLive } from "./types.ts";
import { quantity, type Timestamp } from "./units.ts";

/** A process data value as the device printed it. */
export interface Measurement {
  readonly value: number;
  readonly unit: string;
}

/** What does not change while somebody is logged in, and is needed to read the live values right. */
export interface Equipment {
  readonly hasBattery: boolean;
  /** Whether the device says that no energy meter is installed (InstalledSensor 255, FACTS 3.1). */
  readonly hasNoMeter: boolean;
  /** Numbers of the DC strings, 1 to 6. */
  readonly strings: readonly number[];
  readonly batteryTypeCode: number | null;
}

const PHASES = [1, 2, 3] as const;

const phaseIds = (prefix: string, quantities: readonly string[]) =>
  PHASES.flatMap((phase) => quantities.map((name) => `${prefix}${phase}_${name}`));

/** The one set of ids behind `live`, whatever a query selects of it, so that all readers share one request. */
export const liveIds: ReadonlyMap<string, readonly string[]> = new Map([
  [
    localModule,
    [
      ...["Dc_P", "EM_State", "Grid_P", "HomeBat_P", "HomeGrid_P", "HomePv_P", "Home_P", "Inverter:State"],
      ...["Iso_R", "LimitEvuRel"],
      ...phaseIds("Grid_L", ["I", "P"]),
    ],
  ],
  [acModule, ["CosPhi", "Frequency", "P", "Q", "S", ...phaseIds("L", ["I", "P", "U"])]],
  [batteryModule, ["Cycles", "FullChargeCap_E", "I", "P", "SoC", "U", "WorkCapacity"]],
  ...Array.from({ length: maxStrings }, (_, index): [string, string[]] => [stringModule(index + 1), ["I", "P", "U"]]),
]);

/** The live ids that the device lists now. */
export function liveSelection(listed: ReadonlyMap<string, ReadonlySet<string>>): Selection {
  const selection = new Selection();
  for (const [moduleId, ids] of liveIds) {
    const module = listed.get(moduleId);
    for (const id of ids) if (module?.has(id) === true) selection.add(moduleId, id);
  }
  return selection;
}

/** Reads one id of a snapshot, as the wanted quantity. */
export type Reader = <Quantity extends number>(moduleId: string, id: string) => Quantity | null;

export function liveValues(
  snapshot: Snapshot<Measurement>,
  selection: Selection,
  equipment: Equipment,
  runtime: Pick<Runtime, "now" | "monotonic">,
): InverterLive {
  let oldest: Observation<Measurement> | undefined;
  for (const [moduleId, id] of selection) {
    const observation = snapshot.get(moduleId, id);
    if (observation === undefined) continue;
    if (oldest === undefined || observation.observedAtMonotonic < oldest.observedAtMonotonic) oldest = observation;
  }
  const read: Reader = <Quantity extends number>(moduleId: string, id: string) =>
    selection.has(moduleId, id) ? ((snapshot.get(moduleId, id)?.value.value as Quantity | undefined) ?? null) : null;

  const stateCode = read(localModule, "Inverter:State");
  const energyManagerStateCode = read(localModule, "EM_State");
  const strings = equipment.strings.map((index) => dcString(read, index));
  const battery = equipment.hasBattery ? batteryValues(read, equipment) : null;
  const isolation = read<InverterLive["isolationResistance"] & number>(localModule, "Iso_R");
  const now = runtime.monotonic();
  return {
    observedAt: oldest?.observedAt ?? quantity<Timestamp>(runtime.now()),
    ageSeconds: quantity(oldest === undefined ? 0 : Math.max(0, now - oldest.observedAtMonotonic) / 1000),
    stale: false,
    state: stateCode === null ? null : inverterState(stateCode),
    stateCode,
    energyManagerState: energyManagerStateCode === null ? null : energyManagerState(energyManagerStateCode),
    energyManagerStateCode,
    power: inverterPowerFlow({
      strings: strings.map(({ power }) => power),
      home: equipment.hasNoMeter ? null : read(localModule, "Home_P"),
      homeFromSolar: equipment.hasNoMeter ? null : read(localModule, "HomePv_P"),
      homeFromBattery: equipment.hasNoMeter || !equipment.hasBattery ? null : read(localModule, "HomeBat_P"),
      homeFromGrid: equipment.hasNoMeter ? null : read(localModule, "HomeGrid_P"),
      grid: equipment.hasNoMeter ? null : read(localModule, "Grid_P"),
      battery: battery?.power ?? null,
      ac: read(acModule, "P"),
      dc: read(localModule, "Dc_P"),
    }),
    strings,
    phases: PHASES.map((index) => acPhase(read, index, equipment)),
    battery,
    frequency: read(acModule, "Frequency"),
    powerFactor: read(acModule, "CosPhi"),
    apparentPower: read(acModule, "S"),
    reactivePower: read(acModule, "Q"),
    isolationResistance: isolation === null || isolation >= isolationNotMeasuredOhm ? null : isolation,
    gridOperatorLimit: read(localModule, "LimitEvuRel"),
  };
}

const dcString = (read: Reader, index: number): DcString => ({
  index,
  power: read(stringModule(index), "P"),
  voltage: read(stringModule(index), "U"),
  current: read(stringModule(index), "I"),
});

const acPhase = (read: Reader, index: number, { hasNoMeter }: Equipment): AcPhase => ({
  index,
  power: read(acModule, `L${index}_P`),
  voltage: read(acModule, `L${index}_U`),
  current: read(acModule, `L${index}_I`),
  gridPower: hasNoMeter ? null : read(localModule, `Grid_L${index}_P`),
  gridCurrent: hasNoMeter ? null : read(localModule, `Grid_L${index}_I`),
});

const batteryValues = (read: Reader, { batteryTypeCode }: Equipment): Battery => ({
  stateOfCharge: read(batteryModule, "SoC"),
  power: read(batteryModule, "P"),
  voltage: read(batteryModule, "U"),
  current: read(batteryModule, "I"),
  cycles: read(batteryModule, "Cycles"),
  fullChargeCapacity: read(batteryModule, "FullChargeCap_E"),
  workCapacity: read(batteryModule, "WorkCapacity"),
  typeCode: batteryTypeCode,
});
