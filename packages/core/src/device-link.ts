import type { SaltedPasswords } from "@plenticore/handshake";
import { createRestClient, type RestClient } from "@plenticore/rest";
import { BatchReader } from "./batch-reader.ts";
import type { SettingsMetadata } from "./capabilities.ts";
import type { InverterConfig } from "./config.ts";
import { type Call, Connection } from "./connection.ts";
import { Contact } from "./contact.ts";
import { call, processDataCalls, settingsCalls } from "./device-calls.ts";
import { DeviceInfo } from "./device-info.ts";
import { type ErrorCode, isPlenticoreError, PlenticoreError } from "./errors.ts";
import { isAnswerLost, withOutcome } from "./failures.ts";
import { type InverterFigures, RequestCounts } from "./figures.ts";
import type { Measurement } from "./live-values.ts";
import { LogDataLane } from "./log-data/log-data.ts";
import type { LogDataStorage } from "./log-data/options.ts";
import { localModule } from "./module-ids.ts";
import { RequestQueue } from "./queue.ts";
import type { RequestObserver } from "./request-observer.ts";
import type { Runtime } from "./runtime.ts";
import type { Secret } from "./secret.ts";
import { Session } from "./session.ts";
import { writeSettings } from "./settings-writer.ts";
import { SharedCalls } from "./shared-calls.ts";
import type { Availability, ModuleSettingsInput, ModuleWriteOutcome } from "./types.ts";

export interface DeviceLinkOptions {
  readonly config: InverterConfig;
  readonly runtime: Runtime;
  readonly saltedPasswords: SaltedPasswords;
  /** Opens the bindings of a device. Default: over HTTP. */
  readonly connect?: (config: InverterConfig) => RestClient;
  /** Each change of an inverter's availability, for the log. */
  readonly onAvailability?: (inverterId: string, availability: Availability) => void;
  readonly logData?: LogDataStorage;
  /** Follows each request back to who wanted it. */
  readonly observer?: RequestObserver;
  /** What must have ended before the device is contacted: another connection to it. */
  readonly before?: Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 15_000;
/** How long one answer of what is no process data serves all who ask, in ms. */
const SHARED_MAX_AGE_MS = 1_000;
const IDLE_LOGOUT_MS = 600_000;
const LOGOUT_TIMEOUT_MS = 3_000;
const ACTION_TIMEOUT_MS = 15_000;

/** Everything that speaks to one device, put together: all requests go through one queue, one session and one snapshot. */
export class DeviceLink {
  readonly contact: Contact;
  readonly info: DeviceInfo;
  readonly processData: BatchReader<Measurement>;
  readonly settings: BatchReader<string>;
  readonly shared: SharedCalls;
  readonly logData: LogDataLane;
  readonly #inverterId: string;
  readonly #runtime: Runtime;
  readonly #client: RestClient;
  readonly #session: Session;
  readonly #queue: RequestQueue;
  readonly #lane: RequestQueue;
  readonly #connection: Connection;
  readonly #before: Promise<void> | undefined;
  readonly #closing = new AbortController();
  readonly #counts = new RequestCounts();
  #usedAt = 0;
  #stateChanged = false;
  #swVersion: string | undefined;
  #watchingIdleness = false;

  constructor(options: DeviceLinkOptions) {
    const { config, runtime, saltedPasswords, logData, connect = openDevice, onAvailability } = options;
    const { id: inverterId, credentials } = config;
    this.#inverterId = inverterId;
    this.#runtime = runtime;
    this.#before = options.before;
    this.#client = connect(config);
    this.#queue = new RequestQueue(runtime);
    this.#lane = new RequestQueue(runtime);
    this.#session = new Session({
      inverterId,
      client: this.#client,
      credentials,
      saltedPasswords,
      runtime,
      counts: this.#counts,
      closing: this.#closing.signal,
    });
    this.contact = new Contact({
      inverterId,
      disabled: config.disabled === true,
      runtime,
      timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      attempt: (patienceMs) => this.#makeContact(patienceMs),
      onChange: (availability) => onAvailability?.(inverterId, availability),
    });
    const common = {
      inverterId,
      client: this.#client,
      session: this.#session,
      runtime,
      counts: this.#counts,
      observer: options.observer,
      closing: this.#closing.signal,
      away: () => this.contact.error,
      patienceMs: () => this.contact.patienceMs,
      onLogin: () => this.#loggedIn(),
    };
    this.#connection = new Connection({
      ...common,
      queue: this.#queue,
      onAnswer: () => this.#answered(),
      onTook: (ms) => this.contact.took(ms),
      onLost: (error) => this.contact.lost(error),
    });
    this.logData = new LogDataLane({
      inverterId,
      connection: new Connection({
        ...common,
        queue: this.#lane,
        // How long a log takes tells nothing about how long other answers take, or that the device is away.
        onAnswer: () => this.#used(),
        onTook: () => undefined,
        onLost: (error) => (brokenDownloads.has(error.code) ? undefined : this.contact.lost(error)),
      }),
      ready: (signal) => this.contact.ready(signal),
      logIn: () => this.#connection.logIn(this.contact.patienceMs),
      runtime,
      storage: logData,
      onChunk: () => this.#used(),
    });
    this.settings = new BatchReader({ connection: this.#connection, runtime, calls: settingsCalls });
    this.processData = new BatchReader({
      connection: this.#connection,
      runtime,
      calls: processDataCalls,
      onFound: (moduleId, id, { value }) => this.#found(moduleId, id, value),
      onRead: () => this.#read(),
      onTook: (ms) => {
        this.#counts.polls += 1;
        this.#counts.pollMs += ms;
      },
    });
    this.info = new DeviceInfo({
      connection: this.#connection,
      processData: this.processData,
      settings: this.settings,
    });
    this.shared = new SharedCalls(this.#connection, runtime, SHARED_MAX_AGE_MS);
  }

  get figures(): InverterFigures {
    const { requests, retries, logins, failures, polls, pollMs } = this.#counts;
    const ageMs = this.processData.snapshot.newestAgeMs;
    return {
      queueLength: this.#queue.length,
      requests,
      retries,
      logins,
      failures,
      polls,
      pollSeconds: pollMs / 1000,
      valueAgeSeconds: ageMs === Number.POSITIVE_INFINITY ? null : ageMs / 1000,
    };
  }

  /** Some digits and ids mean other things since the second generation (FACTS 1.8, 4.2). */
  async generation(): Promise<"G1" | "later"> {
    return (await this.info.version.get()).swVersion.startsWith("01.") ? "G1" : "later";
  }

  /**
   * Whether it can be asked for parts of its answers. The first generation's page says so, and that its server is one that
   * can; that of later ones is another (FACTS 1.8, 2.7), so they are asked for everything.
   */
  get takesMasks(): boolean {
    return this.#swVersion?.startsWith("01.") === true;
  }

  /** Settings written in one turn, between two readings. */
  writeSettings(
    modules: readonly ModuleSettingsInput[],
    metadata: SettingsMetadata,
    signal?: AbortSignal,
  ): Promise<readonly ModuleWriteOutcome[]> {
    return writeSettings(this.#connection, this.settings, modules, metadata, signal);
  }

  /** One request that changes the device: before what is read, and never twice. */
  async act(
    operation: string,
    doing: string,
    send: Call<void>["send"],
    notFound: ErrorCode = "NOT_AVAILABLE",
  ): Promise<void> {
    const action = call(operation, doing, send, { repeatable: false, notFound, timeoutMs: ACTION_TIMEOUT_MS });
    try {
      await this.#connection.request(action, undefined, "write");
    } catch (error) {
      if (!isPlenticoreError(error) || !isAnswerLost(error)) throw error;
      throw withOutcome(error, "whether the inverter does it is not known");
    }
  }

  /** The device was told to start anew: it is waited for instead of asked. */
  restarting(): void {
    const inverterId = this.#inverterId;
    this.contact.lost(
      new PlenticoreError("DEVICE_BUSY", `${inverterId}: the inverter is starting anew`, { inverterId }),
    );
  }

  /** The plant owner's new password; the next request logs in with it. */
  setPassword(newPassword: Secret): Promise<void> {
    return this.#queue.run("write", (exchange) => this.#session.setPassword(newPassword, exchange, ACTION_TIMEOUT_MS));
  }

  /** A turn in which nothing else is asked of the device. */
  hold<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.#queue.run("write", () => task());
  }

  /** Drops the session and logs in anew; the only thing that tries a refused secret again. */
  async reconnect(): Promise<void> {
    await this.#queue.run("write", async (exchange) => {
      if (this.contact.error === undefined) await this.#session.logOut(exchange, LOGOUT_TIMEOUT_MS);
      else this.#session.forget();
    });
    this.#connection.forgetRefusals();
    await this.contact.restart();
  }

  /** Logs out and stays away until reconnected. */
  async disconnect(): Promise<void> {
    this.logData.stop();
    await this.#queue.run("write", async (exchange) => {
      await this.#session.logOut(exchange, LOGOUT_TIMEOUT_MS);
      this.contact.disconnect();
    });
  }

  /** Logs out and closes the connections; what waits ends with CANCELLED. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.contact.close();
    const inverterId = this.#inverterId;
    const reason = new PlenticoreError("CANCELLED", `${inverterId}: the connection is being closed`, { inverterId });
    await Promise.all([this.#queue.close(reason), this.#lane.close(reason), this.logData.close()]);
    await this.#session.logOut(this.#queue.exchange, LOGOUT_TIMEOUT_MS);
    await this.#client.close();
  }

  /** The version answers without login and so tells a sleeping device from a refused secret. */
  async #makeContact(patienceMs: number): Promise<void> {
    await this.#before;
    const version = await this.info.readVersion(patienceMs);
    if (this.#swVersion !== version.swVersion) this.info.invalidate();
    this.#swVersion = version.swVersion;
    await this.#connection.logIn(patienceMs);
    this.info.version.set(version);
    this.#connection.forgetRefusals();
  }

  #used(): void {
    this.#usedAt = this.#runtime.monotonic();
  }

  #answered(): void {
    this.#used();
    this.contact.answered();
  }

  #loggedIn(): void {
    this.info.invalidate();
    if (!this.#watchingIdleness) void this.#logOutWhenIdle();
  }

  #found(moduleId: string, id: string, value: number): void {
    if (moduleId !== localModule || id !== "Inverter:State") return;
    const before = this.processData.snapshot.get(moduleId, id)?.value.value;
    if (before !== undefined && before !== value) this.#stateChanged = true;
  }

  /** Before the batch's own verdicts are noted: they are of the new state. */
  #read(): void {
    if (!this.#stateChanged) return;
    this.#stateChanged = false;
    this.info.invalidateListing();
  }

  async #logOutWhenIdle(): Promise<void> {
    this.#watchingIdleness = true;
    const { signal } = this.#closing;
    try {
      while (this.#session.open) {
        const idleAt = this.#usedAt + IDLE_LOGOUT_MS;
        const wait = idleAt - this.#runtime.monotonic();
        if (wait > 0) await this.#runtime.sleep(wait, { signal, background: true });
        else await this.#queue.run("poll", (exchange) => this.#session.logOut(exchange, LOGOUT_TIMEOUT_MS), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#watchingIdleness = false;
    }
  }
}

const brokenDownloads: ReadonlySet<ErrorCode> = new Set(["UNREACHABLE_TIMEOUT", "UNREACHABLE_RESET"]);

const openDevice = ({ url, tls, updatePaths, timeoutMs = DEFAULT_TIMEOUT_MS }: InverterConfig): RestClient =>
  createRestClient({
    url,
    timeoutMs,
    ...(tls === undefined ? {} : { tls }),
    ...(updatePaths === undefined ? {} : { paths: { get_update: updatePaths.status, post_update: updatePaths.start } }),
  });
