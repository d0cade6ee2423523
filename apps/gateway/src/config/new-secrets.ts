import { type CallOptions, type InverterConfig, Secret } from "@plenticore/core";
import type { InverterEntry } from "./edit.ts";
import { ConfigurationProblem } from "./problem.ts";
import { describeIssue, inverter as inverterEntry } from "./schema.ts";
import { inverterSecrets } from "./types.ts";
import { createSecretFile, removeSecretFile } from "./whole-file.ts";

/** How an inverter is reached and logged in to, as a person gives it. What is absent stays as it is. */
export interface ConnectionChange {
  readonly url: string;
  readonly password?: Secret | undefined;
  readonly masterKey?: Secret | undefined;
  readonly serviceCode?: Secret | undefined;
  readonly fingerprint256?: string | undefined;
}

/** The secrets that one change brings, in files; taken away again where the change fails. */
export class NewSecrets {
  readonly #configuration: string;
  readonly #test: (config: InverterConfig, options?: CallOptions) => Promise<unknown>;
  readonly #files: string[] = [];

  constructor(configuration: string, test: (config: InverterConfig, options?: CallOptions) => Promise<unknown>) {
    this.#configuration = configuration;
    this.#test = test;
  }

  /** The keys that a connection changes. Without a fingerprint, an https device is asked for its own: that is the error. */
  async connection(id: string, given: ConnectionChange, before: InverterEntry): Promise<InverterEntry> {
    const { url, password, masterKey, serviceCode, fingerprint256 } = given;
    const entry: Record<string, unknown> = { url };
    const isSame = url === before["url"];
    if (fingerprint256 !== undefined) entry["tls"] = { fingerprint256 };
    else if (!isSame) entry["tls"] = undefined;
    const isPinned = fingerprint256 !== undefined || (isSame && before["tls"] !== undefined);
    const hasSecret = password !== undefined || masterKey !== undefined;
    if (hasSecret) {
      const tried = connectionConfig(id, given);
      if (tried.url.startsWith("https:") && !isPinned) await this.#test(tried);
    }
    if (password !== undefined) Object.assign(entry, { password, masterKey: undefined, serviceCode: undefined });
    if (masterKey !== undefined) Object.assign(entry, { password: undefined, masterKey, serviceCode });
    if (masterKey === undefined && serviceCode !== undefined) entry["serviceCode"] = serviceCode;
    for (const kind of inverterSecrets) {
      const secret = entry[kind];
      if (secret instanceof Secret) entry[kind] = await this.file(id, kind, secret);
    }
    return entry;
  }

  async file(id: string, kind: string, secret: Secret): Promise<{ readonly file: string }> {
    if (secret.reveal() === "")
      throw new ConfigurationProblem("BAD_INPUT", `connection.${kind}`, `the ${kind} is empty`);
    const file = await createSecretFile(this.#configuration, `${id}-${kind}`, secret);
    this.#files.push(file);
    return { file };
  }

  async discard(): Promise<void> {
    for (const file of this.#files) await removeSecretFile(this.#configuration, file);
  }
}

/** Only what a login can be tried with; who gives no fingerprint trusts no certificate of the inverter's own. */
export function connectionConfig(id: string, given: ConnectionChange): InverterConfig {
  const { fingerprint256, ...keys } = given;
  const isHttps = URL.parse(given.url)?.protocol === "https:";
  const tls = fingerprint256 === undefined ? isHttps && { insecure: true } : { fingerprint256 };
  const { error } = inverterEntry.safeParse({ id, name: id, ...keys, ...(tls && { tls }) }, { error: describeIssue });
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    const path = ["connection", ...issue.path].filter((part) => part !== "tls").join(".");
    throw new ConfigurationProblem("BAD_INPUT", path, `${path}: ${issue.message}`);
  }
  const { url, password, masterKey = new Secret(""), serviceCode } = given;
  return {
    id,
    name: id,
    url: new URL(url).origin,
    credentials:
      password === undefined
        ? { user: "master", masterKey, ...(serviceCode !== undefined && { serviceCode }) }
        : { user: "user", password },
    ...(fingerprint256 !== undefined && { tls: { fingerprint256 } }),
  };
}
