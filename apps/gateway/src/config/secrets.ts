import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isNativeError } from "node:util/types";
import { Secret } from "@plenticore/core";
import type { SecretEntry } from "./schema-parts.ts";

const maxFileBytes = 64 * 1024;

/** A secret, or why there is none: a message that names the place and never the content. */
export type ReadSecret = { readonly secret: Secret } | { readonly mistake: string };

export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here: the folder of the configuration file. */
  readonly folder: string;
}

export function readSecret({ literal, env, file }: SecretEntry, sources: SecretSources): ReadSecret {
  if (literal !== undefined) return { secret: literal };
  if (env !== undefined) {
    const text = sources.env[env];
    if (text === undefined) return { mistake: `the environment variable ${env} is not set` };
    return text === "" ? { mistake: `the environment variable ${env} is empty` } : { secret: new Secret(text) };
  }
  return readTextFile(file ?? "", sources.folder);
}

/** Where a secret is kept: a name that people find it by, and never its value. @param key where it stands in `configuration` */
export function placeOf({ env, file }: SecretEntry, key: string, configuration: string): string {
  if (env !== undefined) return `the environment variable ${env}`;
  return file === undefined ? `${key} of ${configuration}` : `the file ${file}`;
}

/** Without a trailing newline, which editors add. */
export function readTextFile(file: string, folder: string): ReadSecret {
  let text: string;
  try {
    text = readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    return { mistake: `can't read the file ${file}: ${describeFileError(error)}` };
  }
  if (text.length > maxFileBytes) return { mistake: `the file ${file} is larger than ${maxFileBytes} bytes` };
  const trimmed = text.replace(/\r?\n$/, "");
  return trimmed === "" ? { mistake: `the file ${file} is empty` } : { secret: new Secret(trimmed) };
}

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
};

export function describeFileError(error: unknown): string {
  const code = isNativeError(error) && "code" in error ? String(error.code) : "unknown error";
  return fileErrors[code] ?? code;
}
