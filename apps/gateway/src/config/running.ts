import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  type CallOptions,
  type DeviceTest,
  type Fleet,
  type InverterConfig,
  isPlenticoreError,
  PlenticoreError,
  type Secret,
} from "@plenticore/core";
import { parse } from "yaml";
import { isLoopback } from "../auth/loopback.ts";
import type { Logger } from "../log.ts";
import { addressOf } from "./address.ts";
import { type InverterEntry, withChangedInverter, withInverter, withoutInverter } from "./edit.ts";
import { type LoadOptions, readConfiguration, readText } from "./load.ts";
import { entriesOf, itemsOf } from "./loose.ts";
import { ConfigurationError, describeMistake } from "./mistakes.ts";
import { type ConnectionChange, connectionConfig, NewSecrets } from "./new-secrets.ts";
import { ConfigurationProblem, configurationReadOnly, hasAddress } from "./problem.ts";
import { type GatewayConfig, inverterSecrets, isOpen } from "./types.ts";
import { isOurSecret, removeSecretFile, replaceFile } from "./whole-file.ts";

export interface InverterChange {
  readonly name?: string | undefined;
  /** Wp */
  readonly peakPower?: number | undefined;
  readonly disabled?: boolean | undefined;
  readonly connection?: ConnectionChange | undefined;
}

export interface NewInverter extends InverterChange {
  readonly id: string;
  readonly name: string;
  readonly connection: ConnectionChange;
}

/** Changes of the fleet that outlive a restart. Each rejects with a `PlenticoreError`, and then nothing was changed. */
export interface FleetChanges {
  /** Logs in with what is given, and keeps nothing. @throws CERTIFICATE_NOT_TRUSTED with the certificate to pin, or why it can't be logged in to */
  test(connection: ConnectionChange, options?: CallOptions): Promise<DeviceTest>;
  /** Logged in to before it is written down. @throws CERTIFICATE_NOT_TRUSTED with the certificate to pin, ConfigurationProblem, or why it can't be logged in to */
  add(plantId: string, inverter: NewInverter, options?: CallOptions): Promise<void>;
  /** Another connection is tried before it is written down, unless the inverter is disabled. */
  update(inverterId: string, change: InverterChange, options?: CallOptions): Promise<void>;
  remove(inverterId: string): Promise<void>;
  /** Writes a changed password where this program keeps it. @returns false where somebody else keeps it */
  storePassword(inverterId: string, password: Secret): Promise<boolean>;
}

/** Of a fleet whose configuration is in no file. */
export const unchangeable = (fleet: Fleet, reason: string): FleetChanges => {
  const cure = "run `plenticore-gateway serve --config FILE` with a file of your own";
  const refuse = () => Promise.reject(configurationReadOnly(`${reason}; ${cure}`));
  return {
    test: (connection, options) => tested(fleet, connection, options),
    add: refuse,
    update: refuse,
    remove: refuse,
    storePassword: () => Promise.resolve(false),
  };
};

export interface RunningOptions extends LoadOptions {
  readonly log: Logger;
}

/** What the rest of the program does with a new configuration. */
export type TakeOver = (config: GatewayConfig) => Promise<void>;

/** A configuration file while the gateway runs: changed by mutations, and taken over when people change it. One change at a time. */
export class RunningConfiguration implements FleetChanges {
  readonly #options: RunningOptions;
  /** What is listened on until the program ends, whatever the file says later. */
  readonly #host: string;
  /** What the program began with: parts of it run until it ends. */
  readonly #started: GatewayConfig;
  /** What waits for a restart, as it was told last. */
  readonly #waiting = new Map<string, unknown>();
  #text: string;
  #config: GatewayConfig;
  #fleet: Fleet | undefined;
  #takeOver: TakeOver = () => Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();
  #broken: string | undefined;

  /** @throws ConfigurationError with every mistake that the file has */
  constructor(options: RunningOptions) {
    this.#options = options;
    this.#text = readText(this.#options.file);
    this.#config = readConfiguration(this.#text, options);
    this.#started = this.#config;
    this.#host = this.#config.listen.host;
  }

  get file(): string {
    return this.#options.file;
  }

  get config(): GatewayConfig {
    return this.#config;
  }

  /** Whom changes concern, from now on. */
  connect(fleet: Fleet, takeOver: TakeOver): void {
    this.#fleet = fleet;
    this.#takeOver = takeOver;
  }

  test(connection: ConnectionChange, options?: CallOptions): Promise<DeviceTest> {
    return tested(this.#running(), connection, options);
  }

  add(plantId: string, { id, connection, ...rest }: NewInverter, options?: CallOptions): Promise<void> {
    return this.#change(async (secrets) => {
      // Also of what the caller may not see: nothing of where it stands.
      if (this.#takes(id)) throw new ConfigurationProblem("CONFIGURATION_INVALID", "id", `the id "${id}" is taken`);
      this.#refuseTakenAddress(id, connection.url);
      const entry = {
        id,
        name: rest.name,
        ...(await secrets.connection(id, connection, {})),
        peakPower: rest.peakPower,
      };
      const written = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
      return { text: withInverter(this.#text, plantId, written), tried: id, options };
    });
  }

  update(inverterId: string, { connection, ...change }: InverterChange, options?: CallOptions): Promise<void> {
    return this.#change(async (secrets) => {
      const before = this.#entry(inverterId);
      const disabled = change.disabled ?? before["disabled"] === true;
      const wanted: Record<string, unknown> = {};
      if (change.name !== undefined) wanted["name"] = change.name;
      if (change.peakPower !== undefined) wanted["peakPower"] = change.peakPower;
      if (change.disabled !== undefined) wanted["disabled"] = change.disabled || undefined;
      if (connection !== undefined) {
        this.#refuseTakenAddress(inverterId, connection.url);
        Object.assign(wanted, await secrets.connection(inverterId, connection, before));
      }
      const text = withChangedInverter(this.#text, inverterId, wanted);
      return { text, options, ...(connection !== undefined && !disabled && { tried: inverterId }) };
    });
  }

  remove(inverterId: string): Promise<void> {
    return this.#change(async () => ({ text: withoutInverter(this.#text, inverterId) }));
  }

  async storePassword(inverterId: string, password: Secret): Promise<boolean> {
    const file = entriesOf(this.#entry(inverterId)["password"])["file"];
    if (typeof file !== "string" || !isOurSecret(file)) return false;
    await this.#change(async (secrets) => ({
      text: withChangedInverter(this.#text, inverterId, {
        password: await secrets.file(inverterId, "password", password),
      }),
    }));
    return true;
  }

  /** Takes over what the file says now, if that differs. @param always also where only secrets in other files may differ */
  reload(always = false): Promise<void> {
    return this.#inTurn(async () => {
      const { log } = this.#options;
      try {
        const text = readText(this.#options.file);
        if (text === this.#text && !always) return;
        const config = this.#read(text);
        this.#broken = undefined;
        await this.#take(text, config);
        log.info("the configuration was taken over", { file: this.#options.file });
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        // Every save of a folder's files looks here: a mistake is told once.
        if (error.message === this.#broken) return;
        this.#broken = error.message;
        const mistakes = error.mistakes.map(describeMistake);
        log.error("the configuration has mistakes; what runs stays as it was", { mistakes });
      }
    });
  }

  async #change(
    prepare: (secrets: NewSecrets) => Promise<{ text: string; tried?: string; options?: CallOptions | undefined }>,
  ): Promise<void> {
    await this.reload();
    await this.#inTurn(async () => {
      const { file } = this.#options;
      if (this.#config.fleet.readOnly) {
        throw new ConfigurationProblem("READ_ONLY", "readOnly", "the gateway is read-only");
      }
      if (readText(this.#options.file) !== this.#text) {
        throw new ConfigurationProblem(
          "CONFIGURATION_INVALID",
          null,
          `${file} has mistakes: ${this.#broken ?? "it is being changed"}`,
        );
      }
      const secrets = new NewSecrets(resolve(file), (config, options) => this.#running().test(config, options));
      const before = this.#text;
      let changed: { readonly text: string; readonly config: GatewayConfig };
      try {
        const { text, tried, options } = await prepare(secrets);
        const config = this.#checked(text);
        if (tried !== undefined) await this.#running().test(inverterOf(config, tried), options);
        if (readText(this.#options.file) !== before) {
          throw new ConfigurationProblem("CONFIGURATION_INVALID", null, `${file} was changed meanwhile: try again`);
        }
        await replaceFile(file, text);
        changed = { text, config };
      } catch (error) {
        await secrets.discard();
        throw error;
      }
      // From here on the file names the new secrets, whatever becomes of the fleet.
      await this.#take(changed.text, changed.config);
      const kept = secretFiles(this.#text);
      for (const old of secretFiles(before)) if (!kept.has(old)) await removeSecretFile(resolve(file), old);
    });
  }

  async #take(text: string, config: GatewayConfig): Promise<void> {
    for (const [told, partOf] of restartOnly) {
      const wanted = partOf(config);
      if (isDeepStrictEqual(partOf(this.#started), wanted)) {
        this.#waiting.delete(told);
      } else if (!isDeepStrictEqual(this.#waiting.get(told), wanted)) {
        this.#waiting.set(told, wanted);
        this.#options.log.warn(told);
      }
    }
    this.#text = text;
    this.#config = config;
    await this.#takeOver(config);
  }

  #checked(text: string): GatewayConfig {
    try {
      return this.#read(text);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const [first] = error.mistakes;
      throw new ConfigurationProblem("CONFIGURATION_INVALID", first?.key ?? null, error.message, { cause: error });
    }
  }

  /** @throws ConfigurationError, also where without auth everybody would be let in at the address that is listened on. */
  #read(text: string): GatewayConfig {
    const config = readConfiguration(text, { ...this.#options, listeningOn: this.#host });
    const { file, insecureNoAuth = false } = this.#options;
    if (!isOpen(config) || isLoopback(this.#host) || insecureNoAuth) return config;
    const message = `can't be taken out while the gateway listens on ${this.#host}: restart it on a loopback address`;
    throw new ConfigurationError([{ place: file, key: "auth", message }]);
  }

  #takes(id: string): boolean {
    return this.#config.fleet.plants.some((plant) => plant.id === id || plant.inverters.some((one) => one.id === id));
  }

  /** Before anybody logs in there. */
  #refuseTakenAddress(id: string, url: string): void {
    const inverters = this.#config.fleet.plants.flatMap((plant) => plant.inverters);
    const taken = inverters.find((other) => other.id !== id && addressOf(other.url) === addressOf(url));
    if (taken === undefined) return;
    throw new ConfigurationProblem("CONFIGURATION_INVALID", "connection.url", hasAddress(taken.id));
  }

  /** The keys of one inverter as the file has them; empty where there is none. */
  #entry(inverterId: string): InverterEntry {
    return [...inverterEntries(this.#text)].find(({ id }) => id === inverterId) ?? {};
  }

  #running(): Fleet {
    if (this.#fleet === undefined) throw new Error("a configuration was changed before its fleet ran");
    return this.#fleet;
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

async function tested(fleet: Fleet, connection: ConnectionChange, options?: CallOptions): Promise<DeviceTest> {
  try {
    return await fleet.test(connectionConfig("the inverter", connection), options);
  } catch (error) {
    if (!isPlenticoreError(error) || error instanceof ConfigurationProblem) throw error;
    // It has no id that anybody could look up.
    const { code, message, retryAfterMs, certificate } = error;
    throw new PlenticoreError(code, message, {
      cause: error,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(certificate !== undefined && { certificate }),
    });
  }
}

function inverterOf(config: GatewayConfig, id: string): InverterConfig {
  const found = config.fleet.plants.flatMap(({ inverters }) => inverters).find((inverter) => inverter.id === id);
  if (found === undefined) throw new ConfigurationProblem("NOT_FOUND", "inverterId", `there is no inverter "${id}"`);
  return found;
}

/** Parts of the configuration that stay as the program began with them, and what the log says where the file has others. */
const restartOnly: readonly (readonly [told: string, partOf: (config: GatewayConfig) => unknown])[] = [
  [
    "another address or port to listen on, or TLS where there was none, is taken over by a restart only",
    ({ listen: { host, port, tls } }) => ({ host, port, isTls: tls !== undefined }),
  ],
  [
    "other limits are taken over by a restart only",
    ({ limits, fastestPaceSeconds }) => ({ limits, fastestPaceSeconds }),
  ],
  ["whether the dashboard is there is taken over by a restart only", ({ expose }) => expose.dashboard],
  ["other persisted documents are taken over by a restart only", ({ persistedDocuments }) => persistedDocuments],
];

function* inverterEntries(text: string): Generator<InverterEntry> {
  for (const [, plant] of itemsOf(entriesOf(parse(text))["plants"])) {
    for (const [, inverter] of itemsOf(entriesOf(plant)["inverters"])) yield entriesOf(inverter);
  }
}

function secretFiles(text: string): Set<string> {
  const files = new Set<string>();
  for (const inverter of inverterEntries(text)) {
    for (const kind of inverterSecrets) {
      const { file } = entriesOf(inverter[kind]);
      if (typeof file === "string" && isOurSecret(file)) files.add(file);
    }
  }
  return files;
}
