import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { crossCheck, type Finding } from "./cross-check.ts";
import { readDocument } from "./document.ts";
import { ConfigurationError, type Mistake } from "./mistakes.ts";
import { configurationFile, describeIssue } from "./schema.ts";
import { SecretStore } from "./secret-store.ts";
import { describeFileError } from "./secrets.ts";
import { toGatewayConfig } from "./to-gateway-config.ts";
import type { GatewayConfig, KeyConfig } from "./types.ts";

export interface LoadOptions {
  /** As the user wrote it: mistakes tell it like this. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From the command line, before the file's. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
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
  for (const { path, message } of [...secrets.mistakes, ...crossCheck(document.data, options.host)]) {
    mistakes.push(document.mistake(path, message));
  }
  if (!result.success || mistakes.length > 0) throw new ConfigurationError(mistakes);

  const config = toGatewayConfig(result.data, secrets, options);
  const twins = sameKeys(config.keys ?? []);
  if (twins.length > 0) throw new ConfigurationError(twins.map(({ path, message }) => document.mistake(path, message)));
  return config;
}

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
