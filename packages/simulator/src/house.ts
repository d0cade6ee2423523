import { defaults } from "./options.ts";
import { startSimulator } from "./simulator.ts";
import type { Simulator, SimulatorOptions } from "./types.ts";

/**
 * Starts inverters that feed one house under one sky. The first one has the meter, at the grid connection, and so the house's
 * load: it sees of it what the others leave (`othersPower`). The others have no meter. Resolves once all listen.
 * @param options each inverter's; `meter`, `othersPower` and `weatherSeed` are the house's. Default of `seed`: the first one's and
 *   the place in the list. Their clocks should stand at the same time.
 * @throws SimulatorError BAD_OPTION, PORT_IN_USE, CANNOT_LISTEN; none goes on running then
 */
export async function startHouse(
  options: readonly Omit<SimulatorOptions, "meter" | "othersPower" | "weatherSeed">[],
): Promise<Simulator[]> {
  const weatherSeed = options[0]?.seed ?? defaults.seed;
  const started: Simulator[] = [];
  const othersPower = (from: number, until: number): number =>
    started.slice(1).reduce((sum, other) => sum + other.outputOf(from, until), 0);
  try {
    for (const [index, own] of options.entries()) {
      const metering = index === 0 ? { othersPower } : { meter: false };
      started.push(await startSimulator({ seed: weatherSeed + index, ...own, weatherSeed, ...metering }));
    }
  } catch (error) {
    await Promise.all(started.map((simulator) => simulator.close()));
    throw error;
  }
  return started;
}
