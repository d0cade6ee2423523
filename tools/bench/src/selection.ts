import type { Selector } from "./servers/inverter-schema.ts";

/** What a page that shows the house's energy asks for, all of it listed by the simulated PLENTICORE plus. */
export const tenValues: readonly Selector[] = [
  {
    moduleId: "devices:local",
    ids: ["Dc_P", "Home_P", "Grid_P", "HomePv_P", "HomeBat_P", "HomeGrid_P", "HomeOwn_P"],
  },
  { moduleId: "devices:local:pv1", ids: ["P", "U", "I"] },
];

/** And with the second string, the battery and the AC side. */
export const twentyValues: readonly Selector[] = [
  ...tenValues,
  { moduleId: "devices:local:pv2", ids: ["P", "U", "I"] },
  { moduleId: "devices:local:battery", ids: ["P", "U", "I", "SoC"] },
  { moduleId: "devices:local:ac", ids: ["P", "Frequency", "CosPhi"] },
];

/** Each value by itself. */
export const oneByOne = (selection: readonly Selector[]): Selector[] =>
  selection.flatMap(({ moduleId, ids }) => ids.map((id) => ({ moduleId, ids: [id] })));
