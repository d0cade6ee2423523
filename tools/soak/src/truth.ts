import { type ProfileName, type Simulator, type SimulatorOptions, startSimulator } from "@plenticore/simulator";

/** Moments through which the devices' clocks step, over and over: a summer's day, while all feed in. */
const FIRST_MOMENT = Date.UTC(2026, 5, 21, 7);
const STEP_MS = 7 * 60_000;
const STEPS = 60;

export const moment = (step: number): number => FIRST_MOMENT + (step % STEPS) * STEP_MS;

/** What a device measures at each step, in W, as it prints it. */
export interface Measured {
  /** Of each string. */
  readonly strings: readonly number[];
  readonly home: number;
}

/** Each value of a moment by its name. */
export const named = ({ strings, home }: Measured): readonly (readonly [name: string, value: number])[] => [
  ...strings.map((power, index) => [`string ${index + 1}`, power] as const),
  ["home", home],
];

const STRINGS: Readonly<Record<ProfileName, number>> = {
  "plenticore-plus-g1": 2,
  "piko-iq-g1": 3,
  "plenticore-g2": 2,
  "plenticore-g3": 3,
};

/** Two values that are as near as this are the same. */
export const TOLERANCE = 1e-7;

/** Reads from a twin of the device, which anybody may ask, what it measures at each step. */
export async function truthOf(
  options: SimulatorOptions & { readonly profile: ProfileName },
): Promise<readonly Measured[]> {
  const strings = Array.from({ length: STRINGS[options.profile] }, (_, index) => `devices:local:pv${index + 1}`);
  await using twin = await startSimulator({
    ...options,
    speed: 0,
    behaviour: { ...options.behaviour, anonymousModules: ["devices:local", ...strings] },
  });
  const truth: Measured[] = [];
  for (let step = 0; step < STEPS; step++) {
    twin.set({ time: moment(step) });
    truth.push({
      strings: await Promise.all(strings.map((moduleId) => read(twin, moduleId, "P"))),
      home: await read(twin, "devices:local", "Home_P"),
    });
  }
  return truth;
}

async function read({ url }: Simulator, moduleId: string, id: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/processdata/${moduleId}/${id}`);
  const [module] = (await answer.json()) as readonly { processdata: readonly { value: number }[] }[];
  const value = module?.processdata[0]?.value;
  if (value === undefined) throw new Error(`the twin tells no ${moduleId}/${id}: status ${answer.status}`);
  return value;
}
