import { noEnergyMeter } from "@plenticore/catalogue";
import type { BatchReader } from "./batch-reader.ts";
import { Cached } from "./cached.ts";
import { type SettingsMetadata, toNumber } from "./capabilities.ts";
import type { Connection } from "./connection.ts";
import { call } from "./device-calls.ts";
import { isPlenticoreError } from "./errors.ts";
import type { Equipment, Measurement } from "./live-values.ts";
import { batteryModule, localModule, maxStrings, stringModule, timeModule } from "./module-ids.ts";
import { SettingsList } from "./settings-list.ts";
import type { ApiVersion, Module, Product } from "./types.ts";
import { quantity, type VoltAmpere } from "./units.ts";
import { isTimeZone } from "./zoned-time.ts";

/** Process data ids by module, as the device lists them now. */
export type ProcessDataListing = ReadonlyMap<string, ReadonlySet<string>>;

const productSettings = {
  family: "Branding:ProductName1",
  model: "Branding:ProductName2",
  serialNumber: "Properties:SerialNo",
  stringCount: "Properties:StringCnt",
  maxApparentPower: "Inverter:MaxApparentPower",
  versionMC: "Properties:VersionMC",
  versionIOC: "Properties:VersionIOC",
} as const;
const BATTERY_TYPE = "Battery:Type";
const INSTALLED_SENSOR = "EnergySensor:InstalledSensor";
const TIME_ZONE = "Timezone";

export interface DeviceInfoOptions {
  readonly connection: Connection;
  readonly processData: BatchReader<Measurement>;
  readonly settings: BatchReader<string>;
}

/** What a device tells of itself, read once per login and firmware. */
export class DeviceInfo {
  readonly version: Cached<ApiVersion>;
  readonly modules: Cached<readonly Module[]>;
  /** Also read again when the inverter's state changes: at night the device lists less (FACTS 2.2). */
  readonly listing: Cached<ProcessDataListing>;
  readonly settingsList: SettingsList;
  readonly product: Cached<Product>;
  readonly equipment: Cached<Equipment>;
  /** The zone of the device's clock, an IANA name; null where the device tells none, or one that nobody knows. */
  readonly timeZone: Cached<string | null>;
  readonly #options: DeviceInfoOptions;

  constructor(options: DeviceInfoOptions) {
    this.#options = options;
    const { connection } = options;
    this.version = new Cached(() => this.readVersion());
    this.modules = new Cached(() =>
      connection.request(
        call("get_module_list", "reading the modules", (client, request) => client.getModuleList({}, request)),
      ),
    );
    this.listing = new Cached(() => this.#readListing());
    this.settingsList = new SettingsList(connection);
    this.product = new Cached(async () =>
      product(await options.settings.readNow(localModule, Object.values(productSettings))),
    );
    this.equipment = new Cached(async () => {
      const modules = await this.modules.get();
      // Before the first live values: asked blindly, so only what these need and the device must have.
      const hasBattery = modules.some(({ id }) => id === batteryModule);
      return equipment(
        modules,
        await options.settings.readNow(localModule, [INSTALLED_SENSOR, ...(hasBattery ? [BATTERY_TYPE] : [])]),
      );
    });
    this.timeZone = new Cached(() => this.#readTimeZone());
  }

  /** The whole list of settings, by module and id. */
  get metadata(): Cached<SettingsMetadata> {
    return this.settingsList.whole;
  }

  /** Needs no login, and so is also how an inverter is looked for. */
  async readVersion(timeoutMs?: number): Promise<ApiVersion> {
    const version = await this.#options.connection.request(
      call("get_version", "reading the version", (client, request) => client.getVersion({}, request), {
        anonymous: true,
        whileAway: true,
        notFound: "BAD_ANSWER",
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
    );
    return {
      name: version.name,
      hostname: version.hostname,
      apiVersion: version.api_version,
      swVersion: version.sw_version,
    };
  }

  /** After a login or a new firmware everything may be different. */
  invalidate(): void {
    for (const cached of [this.version, this.modules, this.product, this.equipment, this.timeZone]) {
      cached.invalidate();
    }
    this.settingsList.invalidate();
    this.invalidateListing();
    this.#options.settings.marks.clear();
  }

  /** After a write what was read of the settings may be different; which there are stays. */
  settingsChanged(): void {
    for (const cached of [this.product, this.equipment, this.timeZone]) cached.invalidate();
  }

  /** After a change of the inverter's state other ids may be there. */
  invalidateListing(): void {
    this.listing.invalidate();
    this.#options.processData.marks.clear();
  }

  async #readListing(): Promise<ProcessDataListing> {
    const modules = await this.#options.connection.request(
      call("get_process_data_list", "listing the process data", (client, request) =>
        client.getProcessDataList({}, request),
      ),
    );
    return new Map(modules.map(({ moduleid, processdataids }) => [moduleid, new Set(processdataids)]));
  }

  /** The form of the value is not proved; FACTS has IANA names (settings.json). */
  async #readTimeZone(): Promise<string | null> {
    if (this.metadata.peek()?.get(timeModule)?.has(TIME_ZONE) === false) return null;
    try {
      const setting = await this.#options.settings.readNow(timeModule, [TIME_ZONE]);
      const name = setting(TIME_ZONE)?.trim() ?? "";
      return isTimeZone(name) ? name : null;
    } catch (error) {
      // Refused for good is as good as not told; what may pass must not be taken for the device's word.
      if (isPlenticoreError(error) && !error.retryable) return null;
      throw error;
    }
  }
}

function product(setting: (id: string) => string | null): Product {
  const text = (id: string) => setting(id)?.trim() || null;
  const maxApparentPower = toNumber(setting(productSettings.maxApparentPower));
  return {
    family: text(productSettings.family),
    model: text(productSettings.model),
    serialNumber: text(productSettings.serialNumber),
    stringCount: toNumber(setting(productSettings.stringCount)),
    maxApparentPower: maxApparentPower === null ? null : quantity<VoltAmpere>(maxApparentPower),
    versionMC: text(productSettings.versionMC),
    versionIOC: text(productSettings.versionIOC),
  };
}

function equipment(modules: readonly Module[], setting: (id: string) => string | null): Equipment {
  const ids = new Set(modules.map(({ id }) => id));
  const strings: number[] = [];
  for (let index = 1; index <= maxStrings; index++) if (ids.has(stringModule(index))) strings.push(index);
  return {
    hasBattery: ids.has(batteryModule),
    hasNoMeter: toNumber(setting(INSTALLED_SENSOR)) === noEnergyMeter,
    strings,
    batteryTypeCode: toNumber(setting(BATTERY_TYPE)),
  };
}
