import type { Masked, SettingMetadata } from "@plenticore/rest";
import { Cached } from "./cached.ts";
import type { SettingsMetadata } from "./capabilities.ts";
import type { Call, Connection } from "./connection.ts";
import { call } from "./device-calls.ts";

/** The device needs 15 to 45 s for its list of settings (FACTS 2.3). */
const TIMEOUT_MS = 90_000;
const DOING = "listing the settings";
/** After so long without an answer the connection may be dead and nobody said so (half-open TCP), in ms. */
const QUIET_MS = 1_000;

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
    const modules = await this.#ask((client, options) => client.getSettingList({}, options));
    return new Map(modules.map(({ moduleid, settings }) => [moduleid, new Map(settings.map((one) => [one.id, one]))]));
  }

  async #readPart(fields: readonly (keyof SettingMetadata)[]): Promise<PartialSettings> {
    const mask = fields.length === 0 ? "moduleid" : `moduleid,settings{${fields.toSorted().join(",")}}`;
    const modules = await this.#ask((client, options) =>
      client.getSettingList({ header: { "X-Fields": mask } }, options),
    );
    return new Map(modules.map(({ moduleid = "", settings = [] }) => [moduleid, settings]));
  }

  /** Behind a short request where the device was quiet: a dead connection would hold everybody up for all of the limit. */
  #ask<Value>(send: Call<Value>["send"]): Promise<Value> {
    return this.#connection.run("read", async (ask) => {
      if (this.#connection.quietMs > QUIET_MS) await ask(greeting);
      return ask(call("get_setting_list", DOING, send, { timeoutMs: TIMEOUT_MS }));
    });
  }
}

const greeting = call("get_version", DOING, (client, options) => client.getVersion({}, options), { anonymous: true });
