import { BatteryLimitsLease } from "./battery-limits.ts";
import { hasShadowManagement, type SettingsMetadata, stringFeatures } from "./capabilities.ts";
import type { InverterConfig } from "./config.ts";
import type { DeviceLink } from "./device-link.ts";
import { type ErrorCode, PlenticoreError } from "./errors.ts";
import { localModule } from "./module-ids.ts";
import type { Runtime } from "./runtime.ts";
import type { Secret } from "./secret.ts";
import { checkSettings } from "./setting-checks.ts";
import { worstOutcome } from "./settings-writer.ts";
import { timePlanEnable, timePlanSettings } from "./time-plan.ts";
import type {
  BatteryLimits,
  BatteryLimitsInput,
  BatteryLimitsOutcome,
  BatteryTimePlanInput,
  BatteryTimePlanOutcome,
  CallOptions,
  InverterControl,
  ModuleSettingsInput,
  ModuleWriteOutcome,
  SettingInput,
} from "./types.ts";

const MIN_SOC = "Battery:MinSoc";
const SHADOW_ENABLE = "Generator:ShadowMgmt:Enable";
/** Must be off before shadow management is set (FACTS 2.3). */
const EXTERNAL_MODULES = "Generator:ExtModuleControl:Enable";
const SMART_CONTROL = "Battery:SmartBatteryControl:Enable";

export interface DeviceControlOptions {
  readonly config: InverterConfig;
  /** Whether the inverter or the whole gateway is read-only. */
  readonly readOnly: boolean;
  readonly link: DeviceLink;
  readonly runtime: Runtime;
}

/** What changes one device. What writes rejects with READ_ONLY where the inverter or the gateway is read-only; connecting and disconnecting write nothing. */
export class DeviceControl implements InverterControl {
  readonly #options: DeviceControlOptions;
  readonly #limits: BatteryLimitsLease;

  constructor(options: DeviceControlOptions) {
    this.#options = options;
    const { config, link, runtime } = options;
    this.#limits = new BatteryLimitsLease({
      inverterId: config.id,
      runtime,
      metadata: () => link.info.metadata.get(),
      read: (ids) => link.settings.readNow(localModule, ids),
      write: (modules) => this.writeSettings(modules),
    });
  }

  /** The limits that the device is kept at now. */
  get batteryLimits(): BatteryLimits | null {
    return this.#limits.running;
  }

  /** Checked against the device's own metadata, sent as one request in the order given, and read back. */
  async writeSettings(
    modules: readonly ModuleSettingsInput[],
    { signal }: CallOptions = {},
  ): Promise<readonly ModuleWriteOutcome[]> {
    const { link, config } = this.#options;
    await this.#ready(signal);
    const metadata = await link.info.metadata.get();
    if (modules.every(({ settings }) => settings.length === 0)) throw this.#error("BAD_INPUT", "no setting is given");
    checkSettings(modules, metadata, config.id);
    const outcomes = await link.writeSettings(modules, metadata, signal);
    link.info.settingsChanged();
    return outcomes;
  }

  /** @throws PlenticoreError also NOT_AVAILABLE without a battery */
  async setMinSoc(minSoc: number, options: CallOptions = {}): Promise<readonly ModuleWriteOutcome[]> {
    await this.#needBatteryFor(MIN_SOC, options);
    return this.#writeLocal([{ id: MIN_SOC, value: String(minSoc) }], options);
  }

  /**
   * Has shadow management on for these strings, by number, and off for the others. Of a string whose features can't be read
   * the device itself decides, and what it holds then is told.
   */
  async setShadowManagement(
    strings: readonly number[],
    options: CallOptions = {},
  ): Promise<readonly ModuleWriteOutcome[]> {
    await this.#ready(options.signal);
    const { info, settings } = this.#options.link;
    const [metadata, equipment] = await Promise.all([info.metadata.get(), info.equipment.get()]);
    const local = metadata.get(localModule);
    const listed = stringFeatures.filter((id) => local?.has(id) === true);
    const value = await settings.readNow(localModule, listed, options.signal);
    const able = equipment.strings.filter((index) => hasShadowManagement(index, value) !== false);
    const unable = strings.find((index) => !able.includes(index));
    if (unable !== undefined) {
      const others = able.length === 0 ? "no string has" : `to be had for: ${able.join(", ")}`;
      const message = `string ${unable} has no shadow management; ${others}`;
      const setting = { moduleId: localModule, settingId: SHADOW_ENABLE, min: null, max: null };
      throw this.#error("OUT_OF_RANGE", message, { setting });
    }
    const mask = strings.reduce((bits, index) => bits | (1 << (index - 1)), 0);
    return this.#writeLocal(
      [...ifWritable(metadata, { id: EXTERNAL_MODULES, value: "0" }), { id: SHADOW_ENABLE, value: String(mask) }],
      options,
    );
  }

  /** The days given are written whole, the others stay. Enabling the plan ends smart control, which is its alternative. @throws PlenticoreError also NOT_AVAILABLE without a battery */
  async setBatteryTimePlan(
    { enabled, days }: BatteryTimePlanInput,
    options: CallOptions = {},
  ): Promise<BatteryTimePlanOutcome> {
    const { link, config } = this.#options;
    await this.#ready(options.signal);
    const settings: SettingInput[] = timePlanSettings(days, await link.generation(), config.id);
    await this.#needBatteryFor(timePlanEnable, options);
    if (enabled !== null) {
      const metadata = await link.info.metadata.get();
      if (enabled) settings.unshift(...ifWritable(metadata, { id: SMART_CONTROL, value: "0" }));
      settings.push({ id: timePlanEnable, value: enabled ? "1" : "0" });
    }
    const modules = await this.#writeLocal(settings, options);
    return { outcome: worstOutcome(modules), modules };
  }

  /** Keeps the battery at limits for a time; see BatteryLimitsLease. */
  async setBatteryLimits(input: BatteryLimitsInput, { signal }: CallOptions = {}): Promise<BatteryLimitsOutcome> {
    await this.#ready(signal);
    return this.#limits.take(input);
  }

  /** The plant owner's password; the running gateway logs in with the new one from now on. */
  async setPassword(newPassword: Secret): Promise<void> {
    await this.#ready();
    await this.#options.link.setPassword(newPassword);
  }

  async reboot(): Promise<void> {
    await this.#act("post_reboot", "rebooting", (client, options) => client.postReboot({}, options));
    this.#options.link.restarting();
  }

  async restoreFactorySettings(): Promise<void> {
    this.#refuseReadOnly();
    // Else the end of the lease would write old values into a device that is as new.
    await unlessAway(this.#limits.end());
    await this.#act("post_factory_settings", "restoring the factory settings", (client, options) =>
      client.postFactorySettings({}, options),
    );
    this.#options.link.restarting();
  }

  async startUpdate(): Promise<void> {
    this.#refuseReadOnly();
    if (this.#options.config.updatePaths === undefined) {
      throw this.#error("NOT_AVAILABLE", "the paths of the update operations are not known; configure updatePaths");
    }
    await this.#act("post_update", "starting the update", (client, options) => client.postUpdate({}, options));
  }

  /** Drops the session and logs in anew: the only thing that tries a refused secret again. */
  async reconnect(): Promise<void> {
    if (this.#options.config.disabled === true) throw this.#error("DISCONNECTED", "disabled in the configuration");
    await this.#options.link.reconnect();
  }

  /** Logs out and stays away until reconnected. */
  async disconnect(): Promise<void> {
    await unlessAway(this.#limits.end());
    await this.#options.link.disconnect();
  }

  close(): Promise<void> {
    return unlessAway(this.#limits.close());
  }

  async #act(...action: Parameters<DeviceLink["act"]>): Promise<void> {
    await this.#ready();
    await this.#options.link.act(...action);
  }

  #refuseReadOnly(): void {
    if (this.#options.readOnly) throw this.#error("READ_ONLY", "the inverter or the gateway is read-only");
  }

  async #ready(signal?: AbortSignal): Promise<void> {
    this.#refuseReadOnly();
    await this.#options.link.contact.ready(signal);
  }

  /** A setting that the device lacks only because it has no battery is not unknown: it comes with one. */
  async #needBatteryFor(settingId: string, { signal }: CallOptions): Promise<void> {
    await this.#ready(signal);
    const { info } = this.#options.link;
    const metadata = await info.metadata.get();
    if (metadata.get(localModule)?.has(settingId) === true || (await info.equipment.get()).hasBattery) return;
    throw this.#error("NOT_AVAILABLE", "the inverter has no battery");
  }

  #writeLocal(settings: readonly SettingInput[], options?: CallOptions): Promise<readonly ModuleWriteOutcome[]> {
    return this.writeSettings([{ moduleId: localModule, settings }], options);
  }

  #error(code: ErrorCode, what: string, details: { setting?: PlenticoreError["setting"] } = {}): PlenticoreError {
    const { id: inverterId } = this.#options.config;
    const { setting } = details;
    return new PlenticoreError(code, `${inverterId}: ${what}`, {
      inverterId,
      ...(setting === undefined ? {} : { setting }),
    });
  }
}

/** What an older or smaller device lacks need not be written first. */
function ifWritable(metadata: SettingsMetadata, setting: SettingInput): SettingInput[] {
  return metadata.get(localModule)?.get(setting.id)?.access.includes("write") === true ? [setting] : [];
}

/** Limits that can't be ended now are ended by the device's own fallback. */
async function unlessAway(ended: Promise<unknown>): Promise<void> {
  try {
    await ended;
  } catch (error) {
    if (!(error instanceof PlenticoreError)) throw error;
  }
}
