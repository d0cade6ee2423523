import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createSecureContext } from "node:tls";
import { crossCheck, type Finding } from "./cross-check.ts";
import { readDocument } from "./document.ts";
import { jwtKeyMistakes } from "./jwt-keys.ts";
import { ConfigurationError, type Mistake } from "./mistakes.ts";
import { configurationFile, describeIssue } from "./schema.ts";
import { SecretStore } from "./secret-store.ts";
import { describeFileError } from "./secrets.ts";
import { toGatewayConfig } from "./to-gateway-config.ts";
import type { GatewayConfig, KeyConfig, ListenConfig } from "./types.ts";

export interface LoadOptions {
  /** As the user wrote it: mistakes tell it like this. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From the command line, before the file's. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** What is listened on already, whatever the file says: how much is exposed by default follows it. */
  readonly listeningOn?: string | undefined;
  /** Let everybody in without keys on any address. Default false: on a loopback address only. */
  readonly insecureNoAuth?: boolean | undefined;
}

/** @throws ConfigurationError with every mistake that the file has. */
export function loadConfiguration(options: LoadOptions): GatewayConfig {
  return readConfiguration(readText(options.file), options);
}

/** @throws ConfigurationError where the file can't be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigurationError([{ place: file, key: "", message: `can't read it: ${describeFileError(error)}` }]);
  }
}

/** @throws ConfigurationError with every mistake that the text has. */
export function readConfiguration(text: string, options: LoadOptions): GatewayConfig {
  const document = readDocument(text, options.file);
  if (document.mistakes.length > 0) throw new ConfigurationError(document.mistakes);
  if (document.data === null)
    throw new ConfigurationError([document.mistake([], "the file is empty: it needs plants")]);

  const mistakes: Mistake[] = [];
  const result = configurationFile.safeParse(document.data, { error: describeIssue, reportInput: false });
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      const messages = issue.message.split("\n");
      for (const [index, key] of issue.keys.entries()) {
        mistakes.push(document.mistake([...path, key], messages[index] ?? issue.message, "key"));
      }
    } else {
      mistakes.push(document.mistake(path, issue.message));
    }
  }

  const secrets = new SecretStore(document.data, { env: options.env, folder: dirname(resolve(options.file)) });
  for (const { path, message, option } of [...secrets.mistakes, ...crossCheck(document.data, options)]) {
    mistakes.push(option === undefined ? document.mistake(path, message) : { place: option, key: "", message });
  }
  if (!result.success || mistakes.length > 0) throw new ConfigurationError(mistakes);

  const { auth } = result.data;
  const unusable = [...keyMistakes(auth?.keys ?? [], secrets), ...(auth?.jwt ? jwtKeyMistakes(auth.jwt, secrets) : [])];
  const told = (findings: readonly Finding[]) => {
    if (findings.length === 0) return;
    throw new ConfigurationError(findings.map(({ path, message }) => document.mistake(path, message)));
  };
  told(unusable);
  const config = toGatewayConfig(result.data, secrets, options);
  told([...sameKeys(config.keys ?? []), ...tlsMistakes(config.listen)]);
  return config;
}

function tlsMistakes({ tls }: ListenConfig): Finding[] {
  if (tls === undefined) return [];
  try {
    createSecureContext({ cert: tls.cert, key: tls.key.reveal() });
    return [];
  } catch {
    // What OpenSSL says may quote the files.
    return [{ path: ["listen", "tls"], message: "the files hold no usable certificate and key" }];
  }
}

/** A key that no header can carry would be refused for ever. */
const keyMistakes = (keys: readonly { readonly key?: unknown }[], secrets: SecretStore): Finding[] =>
  keys.flatMap(({ key }, index) => {
    const path = ["auth", "keys", index, "key"];
    return key === undefined || /^[!-~]{1,4096}$/.test(secrets.at(...path).reveal())
      ? []
      : [{ path, message: "can't travel in a header: expected letters, digits and signs without blanks" }];
  });

/** Two names for one key: the second would never be seen. */
function sameKeys(keys: readonly KeyConfig[]): Finding[] {
  const digests = keys.map(({ digest }) => Buffer.from(digest).toString("hex"));
  return digests.flatMap((digest, index) => {
    const first = digests.indexOf(digest);
    return first === index
      ? []
      : [{ path: ["auth", "keys", index], message: `is the same key as auth.keys[${first}]` }];
  });
}
