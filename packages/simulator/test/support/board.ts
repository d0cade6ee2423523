import { Device, type ProcessDataReader } from "../../src/device.ts";
import type { ProfileName, SimulatorOptions } from "../../src/index.ts";
import { resolveOptions } from "../../src/options.ts";
import { profileNames } from "../../src/profiles/index.ts";

/** A device without HTTP, its clock stopped. */
export function board(options: SimulatorOptions = {}): Device {
  return new Device(resolveOptions({ rounds: 1_000, speed: 0, ...options }));
}

const boards = new Map<string, Device>();

/** The same, kept for the tests of one file: the history of a device is added up once. Only for tests that write nothing. */
export function sharedBoard(profile: ProfileName, seed: number): Device {
  const key = `${profile} ${seed}`;
  const known = boards.get(key) ?? board({ profile, seed, time: Date.UTC(2026, 5, 1) });
  boards.set(key, known);
  return known;
}

/** All values of a moment, by `module/id`. */
export function valuesAt(device: Device, time: number): Map<string, number> {
  device.set({ time });
  return allValues(device.readProcessData(), device);
}

export function allValues(reader: ProcessDataReader, device: Device): Map<string, number> {
  return new Map(
    device
      .processDataList()
      .flatMap(({ moduleid, processdataids }) =>
        reader.read(moduleid, processdataids).processdata.map(named(moduleid)),
      ),
  );
}

const named =
  (moduleid: string) =>
  ({ id, value }: { readonly id: string; readonly value: number }): [string, number] => [`${moduleid}/${id}`, value];

export { profileNames };
