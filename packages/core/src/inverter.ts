import type { Language } from "@plenticore/catalogue";
import type { User } from "@plenticore/rest";
import { abortable } from "./abortable.ts";
import { capabilities, capabilitySettings } from "./capabilities.ts";
import type { InverterConfig } from "./config.ts";
import type { Call } from "./connection.ts";
import { call, processDataModule } from "./device-calls.ts";
import { DeviceControl } from "./device-control.ts";
import type { ProcessDataListing } from "./device-info.ts";
import { DeviceLink, type DeviceLinkOptions } from "./device-link.ts";
import { allCounters, energySelection, energyValues } from "./energy.ts";
import { type ErrorCode, PlenticoreError } from "./errors.ts";
import { EventReader } from "./event-reader.ts";
import { deviceEventFields } from "./events.ts";
import type { InverterFigures } from "./figures.ts";
import type { InverterLiveState, InverterWatches, LivePace } from "./live/types.ts";
import { DeviceWatches } from "./live/watches.ts";
import { LiveReading } from "./live-reading.ts";
import type { Equipment } from "./live-values.ts";
import type { LogDataOptions, LogDataPage, LogDataQuery } from "./log-data/types.ts";
import type { ReadPriority } from "./merged-reader.ts";
import { localModule } from "./module-ids.ts";
import { processDataSelection, processDataValues } from "./process-data-reading.ts";
import type { Runtime } from "./runtime.ts";
import { Selection } from "./selection.ts";
import { listedFields, settingDescription, settingDescriptionFields } from "./setting-descriptions.ts";
import { timePlan, timePlanDays, timePlanEnable } from "./time-plan.ts";
import type {
  ApiVersion,
  Availability,
  BatteryTimePlan,
  CallOptions,
  Capabilities,
  DeviceEvent,
  DeviceSession,
  FieldOptions,
  FirmwareUpdate,
  Inverter,
  InverterEnergy,
  InverterLive,
  Module,
  ModuleProcessData,
  ModuleProcessDataIds,
  ModuleSettingDescriptions,
  ModuleSettings,
  ProcessDataSelector,
  Product,
  ReadOptions,
  SettingDescription,
  SettingSelector,
  StatisticPeriod,
  Update,
} from "./types.ts";
import { quantity, type Watt } from "./units.ts";

export interface InverterOptions extends DeviceLinkOptions {
  readonly timeZone: string;
  /** Whether the whole gateway is read-only. */
  readonly readOnly: boolean;
  readonly live?: LivePace;
}

const DEFAULT_MAX_AGE_MS = 1_000;
/** Counters change every five minutes (FACTS 3.2); a second look within this is not worth a request. */
const ENERGY_MAX_AGE_MS = 10_000;

/** One device of the fleet, read in the terms of the contract. */
export class DeviceInverter implements Inverter {
  readonly id: string;
  name = "";
  readonly url: string;
  peakPower: Watt | null = null;
  readonly readOnly: boolean;
  readonly #config: InverterConfig;
  readonly #runtime: Runtime;
  readonly control: DeviceControl;
  readonly #link: DeviceLink;
  readonly #liveReading: LiveReading;
  readonly #eventReader: EventReader;
  readonly #watches: DeviceWatches;

  constructor(options: InverterOptions) {
    const { config, timeZone, readOnly, runtime } = options;
    this.id = config.id;
    this.url = config.url;
    this.describe(config);
    this.readOnly = readOnly || config.readOnly === true;
    this.#config = config;
    this.#runtime = runtime;
    this.#link = new DeviceLink(options);
    this.#liveReading = new LiveReading(runtime);
    this.#eventReader = new EventReader({ config, timeZone, link: this.#link });
    this.#watches = new DeviceWatches({
      inverter: this,
      link: this.#link,
      liveReading: this.#liveReading,
      runtime,
      readEvents: (language) =>
        this.#read({}, () => this.#eventReader.read(MAX_EVENTS, language, deviceEventFields, "poll")),
      readUpdate: () => this.#update("poll"),
      pace: options.live,
    });
    this.control = new DeviceControl({ config, readOnly: this.readOnly, link: this.#link, runtime });
  }

  get availability(): Availability {
    return this.#link.contact.availability;
  }

  get figures(): InverterFigures {
    return this.#link.figures;
  }

  /** What the gateway's people call it and know of it; the device knows neither. */
  describe({ name, peakPower }: Pick<InverterConfig, "name" | "peakPower">): void {
    this.name = name;
    this.peakPower = peakPower === undefined ? null : quantity<Watt>(peakPower);
  }

  /** Runs `task` in a turn of this device's queue: nothing else is asked of the device meanwhile. */
  held<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.#link.hold(task);
  }

  /** Contacts the device in the background. */
  start(): void {
    this.#link.contact.start();
  }

  /** Ends what is leased, logs out and closes the connections. */
  async close(): Promise<void> {
    this.#watches.close();
    await this.control.close();
    await this.#link.close();
  }

  settled({ signal }: CallOptions = {}): Promise<Availability> {
    return this.#link.contact.settled(signal);
  }

  version(options: CallOptions = {}): Promise<ApiVersion> {
    return this.#read(options, () => this.#link.info.version.get());
  }

  modules(options: CallOptions = {}): Promise<readonly Module[]> {
    return this.#read(options, () => this.#link.info.modules.get());
  }

  product(options: CallOptions = {}): Promise<Product> {
    return this.#read(options, () => this.#link.info.product.get());
  }

  session(options: CallOptions = {}): Promise<DeviceSession> {
    return this.#read(options, () =>
      this.#link.shared.get("session", call("get_user", "asking who is logged in", askWho)),
    );
  }

  async live({ maxAgeMs = DEFAULT_MAX_AGE_MS, signal }: ReadOptions = {}): Promise<InverterLive> {
    const { info, processData } = this.#link;
    const kept = this.#keptLive(maxAgeMs);
    if (kept !== undefined) return kept;
    return this.#read({ signal }, async () => {
      const [listing, equipment] = await Promise.all([info.listing.get(), info.equipment.get()]);
      const readable = await processData.read(this.#liveReading.selection(listing), maxAgeMs, signal);
      return this.#liveReading.values(processData.snapshot, readable, equipment);
    });
  }

  async energy(
    period: StatisticPeriod,
    { maxAgeMs = ENERGY_MAX_AGE_MS, signal }: ReadOptions = {},
  ): Promise<InverterEnergy> {
    const { info, processData } = this.#link;
    return this.#read({ signal }, async () => {
      const [listing, equipment] = await Promise.all([info.listing.get(), info.equipment.get()]);
      const readable = await processData.read(energySelection(listing, period), maxAgeMs, signal);
      const energy = energyValues(processData.snapshot, readable, period, equipment);
      if (energy === undefined) throw this.#error("NOT_AVAILABLE", "the inverter lists no counters now");
      return energy;
    });
  }

  /** The counters as last read, however old; undefined where they never were. */
  lastEnergy(period: StatisticPeriod): InverterEnergy | undefined {
    const equipment: Equipment | undefined = this.#link.info.equipment.peek();
    return equipment && energyValues(this.#link.processData.snapshot, allCounters(period), period, equipment);
  }

  processDataIds(options: CallOptions = {}): Promise<readonly ModuleProcessDataIds[]> {
    return this.#read(options, async () =>
      Array.from(await this.#link.info.listing.get(), ([moduleId, ids]) => ({ moduleId, ids: [...ids] })),
    );
  }

  processData(
    select: readonly ProcessDataSelector[] | undefined,
    { maxAgeMs = DEFAULT_MAX_AGE_MS, signal }: ReadOptions = {},
  ): Promise<readonly ModuleProcessData[]> {
    return this.#read({ signal }, async () => {
      const listing = await this.#listing();
      const asked = select ?? Array.from(listing.keys(), (moduleId): ProcessDataSelector => ({ moduleId }));
      const whole = select?.filter(({ ids }) => ids === undefined).map(({ moduleId }) => moduleId) ?? [];
      const wanted = processDataSelection(asked, listing, this.id);
      for (const moduleId of whole) for (const id of listing.get(moduleId) ?? []) wanted.delete(moduleId, id);
      const { processData } = this.#link;
      const readings = await Promise.all([
        processData.read(wanted, maxAgeMs, signal),
        ...whole.map((moduleId) =>
          processData.readModule(moduleId, listing.get(moduleId) ?? [], processDataModule(moduleId), maxAgeMs),
        ),
      ]);
      const readable = Selection.of(readings.flatMap((reading) => [...reading]));
      return processDataValues(asked, listing, readable, processData, this.#runtime);
    });
  }

  settingDescriptions<Field extends keyof SettingDescription = keyof SettingDescription>(
    moduleIds?: readonly string[],
    { fields = settingDescriptionFields as readonly Field[], signal }: FieldOptions<Field> = {},
  ): Promise<readonly ModuleSettingDescriptions<Field>[]> {
    return this.#read({ signal }, async () => {
      const { info, takesMasks } = this.#link;
      const listed = await info.settingsList.part(listedFields(fields), takesMasks);
      const rights = fields.some((field) => field === "writable") ? await this.#rights() : undefined;
      return (moduleIds ?? [...listed.keys()]).map((moduleId) => {
        const module = listed.get(moduleId);
        if (module === undefined) throw this.#error("UNKNOWN_MODULE", `there is no module "${moduleId}" with settings`);
        const place = { moduleId, rights };
        return { moduleId, settings: module.map((setting) => settingDescription(setting, fields, place, this.id)) };
      });
    });
  }

  settings(select: readonly SettingSelector[], { signal }: CallOptions = {}): Promise<readonly ModuleSettings[]> {
    return this.#read({ signal }, async () => {
      const metadata = await this.#link.info.metadata.get();
      const wanted = new Selection();
      const codes = new Map<string, ErrorCode>();
      for (const { moduleId, ids } of select) {
        const module = metadata.get(moduleId);
        for (const id of ids) {
          if (module?.has(id) === true) wanted.add(moduleId, id);
          else codes.set(`${moduleId}\n${id}`, module === undefined ? "UNKNOWN_MODULE" : "UNKNOWN_ID");
        }
      }
      await this.#link.settings.read(wanted, 0, signal);
      return select.map(({ moduleId, ids }) => ({
        moduleId,
        settings: ids.map((id) => {
          const code = codes.get(`${moduleId}\n${id}`) ?? this.#link.settings.code(moduleId, id) ?? null;
          return {
            id,
            value: code === null ? (this.#link.settings.snapshot.get(moduleId, id)?.value ?? null) : null,
            code,
          };
        }),
      }));
    });
  }

  batteryTimePlan({ signal }: CallOptions = {}): Promise<BatteryTimePlan | null> {
    return this.#read({ signal }, async () => {
      const [metadata, generation] = await Promise.all([this.#link.info.metadata.get(), this.#link.generation()]);
      const ids = [timePlanEnable, ...timePlanDays.values()].filter(
        (id) => metadata.get(localModule)?.has(id) === true,
      );
      if (ids.length === 0) return null;
      const setting = await this.#link.settings.readNow(localModule, ids, signal);
      return timePlan(setting, generation, this.id);
    });
  }

  capabilities({ signal }: CallOptions = {}): Promise<Capabilities> {
    return this.#read({ signal }, async () => {
      const metadata = await this.#link.info.metadata.get();
      const [setting, equipment, rights] = await Promise.all([
        this.#link.settings.readNow(localModule, capabilitySettings(metadata), signal),
        this.#link.info.equipment.get(),
        this.#rights(),
      ]);
      return capabilities(metadata, setting, equipment.hasBattery, rights);
    });
  }

  events<Field extends keyof DeviceEvent = keyof DeviceEvent>(
    max: number,
    language: Language | undefined,
    { fields, signal }: FieldOptions<Field> = {},
  ): Promise<readonly Pick<DeviceEvent, Field>[]> {
    if (!Number.isInteger(max) || max < 1) {
      return Promise.reject(this.#error("BAD_INPUT", "max must be a whole number of at least 1"));
    }
    if (max > MAX_EVENTS) return Promise.reject(this.#error("LIMIT_EXCEEDED", `max can't be more than ${MAX_EVENTS}`));
    return this.#read({ signal }, () => this.#eventReader.read(max, language, fields));
  }

  logData(query: LogDataQuery, { signal = never }: CallOptions = {}): Promise<LogDataPage> {
    return this.#link.logData.page(query, signal);
  }

  logDataFile({ signal = never, ...range }: LogDataOptions = {}): Promise<AsyncIterable<Uint8Array>> {
    return this.#link.logData.file(range, signal);
  }

  firmwareUpdate(options: CallOptions = {}): Promise<FirmwareUpdate> {
    return this.#read(options, async () => {
      const status = await this.#link.shared.get(
        "firmware update",
        call(
          "get_firmware_update_status",
          "reading the state of the firmware update",
          (client, request) => client.getFirmwareUpdateStatus({}, request),
          { notFound: "NOT_AVAILABLE" },
        ),
      );
      return { status: status.status, percent: status.current_percent, target: status.target?.trim() || null };
    });
  }

  update(options: CallOptions = {}): Promise<Update> {
    return this.#update("read", options);
  }

  readonly watchLive: InverterWatches["watchLive"] = (options) => this.#watches.watchLive(options);
  readonly watchProcessData: InverterWatches["watchProcessData"] = (select, options) =>
    this.#watches.watchProcessData(select, options);
  readonly watchEnergy: InverterWatches["watchEnergy"] = (period, options) =>
    this.#watches.watchEnergy(period, options);
  readonly watchAvailability: InverterWatches["watchAvailability"] = (options) =>
    this.#watches.watchAvailability(options);
  readonly watchEvents: InverterWatches["watchEvents"] = (language, options) =>
    this.#watches.watchEvents(language, options);
  readonly watchUpdate: InverterWatches["watchUpdate"] = (options) => this.#watches.watchUpdate(options);

  /** What a new watch of live values would show first. */
  liveState(everyMs: number): InverterLiveState {
    return this.#watches.liveState(everyMs);
  }

  #update(priority: ReadPriority, options: CallOptions = {}): Promise<Update> {
    return this.#read(options, async () => {
      if (this.#config.updatePaths === undefined) {
        throw this.#error("NOT_AVAILABLE", "the paths of the update operations are not known; configure updatePaths");
      }
      const { progress, status } = await this.#link.shared.get(
        "update",
        call("get_update", "reading the state of the update", (client, request) => client.getUpdate({}, request), {
          notFound: "NOT_AVAILABLE",
        }),
        priority,
      );
      return {
        lastStatus: status.last_status,
        progress: {
          status: progress.status,
          source: progress.source,
          percent: progress.current_percent,
          downloadPercent: progress.download_percent,
          step: progress.current_step,
          steps: progress.steps,
        },
      };
    });
  }

  /** The live values of the snapshot, where nothing in them is too old: also of one that went away meanwhile. */
  #keptLive(maxAgeMs: number): InverterLive | undefined {
    const { info, processData, contact } = this.#link;
    const listing = info.listing.peek();
    const equipment = info.equipment.peek();
    if (listing === undefined || equipment === undefined || contact.availability.state === "DISABLED") return undefined;
    const readable = processData.kept(this.#liveReading.selection(listing), maxAgeMs);
    return readable && this.#liveReading.values(processData.snapshot, readable, equipment);
  }

  async #read<Value>({ signal }: { signal?: AbortSignal | undefined }, read: () => Promise<Value>): Promise<Value> {
    await this.#link.contact.ready(signal);
    return abortable(read(), signal);
  }

  /** Waits for the equipment as live values do, so that all that one query wants meets in one request. */
  async #listing(): Promise<ProcessDataListing> {
    const { listing, equipment } = this.#link.info;
    const [listed] = await Promise.all([listing.get(), equipment.get().catch(() => undefined)]);
    return listed;
  }

  async #rights() {
    return { role: (await this.session()).role, readOnly: this.readOnly };
  }

  #error(code: ErrorCode, what: string): PlenticoreError {
    return new PlenticoreError(code, `${this.id}: ${what}`, { inverterId: this.id });
  }
}

const MAX_EVENTS = 100;
/** Of a caller who does not go away. */
const never = new AbortController().signal;

/** The device answers this to anybody (FACTS 1.6); who is not known to it any more has lost his session. */
const askWho: Call<User>["send"] = async (client, request) => {
  const answer = await client.getUser({}, request);
  if (!answer.ok || answer.value.authenticated) return answer;
  return { ok: false, kind: "undocumented", status: 401, message: "the session is not known any more" };
};
