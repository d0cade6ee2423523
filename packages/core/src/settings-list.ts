import type { Masked, SettingMetadata } from "@plenticore/rest";
import { Cached } from "./cached.ts";
import type { SettingsMetadata } from "./capabilities.ts";
import type { Connection } from "./connection.ts";
import { call } from "./device-calls.ts";

/** The device needs 15 to 45 s for its list of settings (FACTS 2.3). */
const TIMEOUT_MS = 90_000;
const DOING = "listing the settings";

/** What was asked for of each setting; by module. */
export type PartialSettings = ReadonlyMap<string, readonly Masked<SettingMetadata>[]>;

interface Part {
  readonly fields: ReadonlySet<keyof SettingMetadata>;
  readonly list: Cached<PartialSettings>;
}

/**
 * The device's list of its settings, slow and so read once per login and firmware. Whoever needs parts of it is served
 * from the whole list where that is kept or on its way. Else one part may be read, and is kept apart from the whole: it
 * serves those who need no more of it. Who needs more has the whole list read, so that there are at most two readings.
 */
export class SettingsList {
  readonly whole: Cached<SettingsMetadata>;
  readonly #connection: Connection;
  #part: Part | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.whole = new Cached(() => this.#readWhole());
  }

  /** At least these fields of every setting. `masks`: whether the device can be asked for parts. @throws PlenticoreError */
  async part(fields: ReadonlySet<keyof SettingMetadata> | "all", masks: boolean): Promise<PartialSettings> {
    if (fields !== "all" && !this.whole.asked) {
      if (this.#part === undefined && masks) {
        this.#part = { fields, list: new Cached(() => this.#readPart([...fields])) };
      }
      if (this.#part !== undefined && fields.isSubsetOf(this.#part.fields)) return this.#part.list.get();
    }
    const whole = await this.whole.get();
    return new Map(Array.from(whole, ([moduleId, settings]) => [moduleId, [...settings.values()]]));
  }

  invalidate(): void {
    this.whole.invalidate();
    this.#part = undefined;
  }

  async #readWhole(): Promise<SettingsMetadata> {
    const modules = await this.#connection.request(
      call("get_setting_list", DOING, (client, options) => client.getSettingList({}, options), {
        timeoutMs: TIMEOUT_MS,
      }),
    );
    return new Map(modules.map(({ moduleid, settings }) => [moduleid, new Map(settings.map((one) => [one.id, one]))]));
  }

  async #readPart(fields: readonly (keyof SettingMetadata)[]): Promise<PartialSettings> {
    const mask = fields.length === 0 ? "moduleid" : `moduleid,settings{${fields.toSorted().join(",")}}`;
    const modules = await this.#connection.request(
      call(
        "get_setting_list",
        DOING,
        (client, options) => client.getSettingList({ header: { "X-Fields": mask } }, options),
        { timeoutMs: TIMEOUT_MS },
      ),
    );
    return new Map(modules.map(({ moduleid = "", settings = [] }) => [moduleid, settings]));
  }
}
