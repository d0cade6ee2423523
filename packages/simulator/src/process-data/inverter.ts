import { isolationNotMeasuredOhm } from "@plenticore/catalogue";
import { mainsVoltage } from "./mains.ts";
import { type Readings, rounded, type Source } from "./readings.ts";

/** Codes of `Inverter:State` (FACTS 3.1). */
const STATE = { init: 1, isoMeas: 2, gridCheck: 3, startUp: 4, feedIn: 6, throttled: 7, standby: 10 } as const;

/** How a start goes on, by the part of the 5 minutes that it takes. */
const START_SEQUENCE: readonly { readonly until: number; readonly state: number }[] = [
  { until: 0.1, state: STATE.init },
  { until: 0.35, state: STATE.isoMeas },
  { until: 0.8, state: STATE.gridCheck },
  { until: 1, state: STATE.startUp },
];

export function inverterState({ moment }: Pick<Source, "moment">): number {
  switch (moment.phase) {
    case "asleep":
      return STATE.standby;
    case "starting":
      return START_SEQUENCE.find((stage) => moment.part < stage.until)?.state ?? STATE.startUp;
    case "running":
      return moment.flow.throttled ? STATE.throttled : STATE.feedIn;
  }
}

/** `devices:local` */
export const inverterReadings: Readings = {
  Bat2Grid_P: ({ powers }) => powers.batteryToGrid,
  Dc_P: ({ powers }) => powers.dc,
  DigitalIn: () => 0,
  EM_State: () => 0,
  Grid2Bat_P: ({ powers }) => powers.gridToBattery,
  ...gridPhase(1),
  ...gridPhase(2),
  ...gridPhase(3),
  Grid_P: ({ powers }) => powers.grid,
  Grid_Q: (source) => gridReactive(source),
  Grid_S: (source) => rounded(Math.hypot(source.powers.grid, gridReactive(source))),
  HomeBat_P: ({ powers }) => powers.homeBattery,
  HomeGrid_P: ({ powers }) => powers.homeGrid,
  HomeOwn_P: ({ powers }) => rounded(powers.homePv + powers.homeBattery),
  HomePv_P: ({ powers }) => powers.homePv,
  Home_P: ({ powers }) => powers.home,
  "Inverter:State": inverterState,
  Iso_R: (source) =>
    source.moment.phase === "running" ? Math.round(3e6 + 2e6 * source.noise(1, 3_600_000)) : isolationNotMeasuredOhm,
  LimitEvuAbs: ({ moment }) => moment.controls.maxOutput,
  LimitEvuRel: () => 100,
  PV2Bat_P: ({ powers }) => powers.pvToBattery,
  SinkMax_P: () => 0,
  SourceMax_P: () => 0,
  WorkTime: ({ statistics }) => Math.floor(statistics.total.workTime),
};

/** var that house and grid exchange; 0 without a meter. */
export function gridReactive(source: Source): number {
  return source.meter ? rounded(-90 - 60 * source.noise(2, 50_000)) : 0;
}

function gridPhase(phase: 1 | 2 | 3): Readings {
  const power = ({ powers }: Source): number => powers.gridPhases[phase - 1] ?? 0;
  return {
    [`Grid_L${phase}_P`]: power,
    [`Grid_L${phase}_I`]: (source) => rounded(Math.abs(power(source)) / mainsVoltage(source, phase)),
  };
}
