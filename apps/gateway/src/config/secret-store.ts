import { Secret } from "@plenticore/core";
import type { Finding } from "./cross-check.ts";
import { entriesOf, itemsOf } from "./loose.ts";
import { readManifest } from "./manifest.ts";
import { type Path, printPath } from "./mistakes.ts";
import { secret } from "./schema-parts.ts";
import { type ReadSecret, readSecret, readTextFile, type SecretSources } from "./secrets.ts";
import { inverterSecrets } from "./types.ts";

/** Every secret and file that a configuration names, read; by its path. Works on unchecked data, so that all mistakes are told at once. */
export class SecretStore {
  readonly mistakes: Finding[] = [];
  /** By their ids; none where no manifest is named. */
  readonly persistedDocuments: ReadonlyMap<string, string>;
  readonly #secrets = new Map<string, Secret>();

  constructor(data: unknown, sources: SecretSources) {
    for (const [plantIndex, plant] of itemsOf(entriesOf(data)["plants"])) {
      for (const [inverterIndex, inverter] of itemsOf(entriesOf(plant)["inverters"])) {
        const path = ["plants", plantIndex, "inverters", inverterIndex];
        for (const key of inverterSecrets) this.#readSecret([...path, key], entriesOf(inverter)[key], sources);
      }
    }
    const keys = entriesOf(entriesOf(data)["auth"])["keys"];
    for (const [index, key] of itemsOf(keys)) {
      this.#readSecret(["auth", "keys", index, "key"], entriesOf(key)["key"], sources);
    }
    const jwt = entriesOf(entriesOf(entriesOf(data)["auth"])["jwt"]);
    for (const key of ["secret", "publicKey"]) this.#readSecret(["auth", "jwt", key], jwt[key], sources);
    const { file } = entriesOf(jwt["jwks"]);
    if (typeof file === "string") this.#keep(["auth", "jwt", "jwks", "file"], readTextFile(file, sources.folder));
    const tls = entriesOf(entriesOf(entriesOf(data)["listen"])["tls"]);
    for (const key of ["cert", "key"]) {
      const file = tls[key];
      if (typeof file === "string") this.#keep(["listen", "tls", key], readTextFile(file, sources.folder));
    }
    this.persistedDocuments = this.#readManifest(entriesOf(data)["persistedDocuments"], sources);
  }

  #readManifest(value: unknown, { folder }: SecretSources): ReadonlyMap<string, string> {
    const { file } = entriesOf(value);
    if (typeof file !== "string" || file === "") return new Map();
    const manifest = readManifest(file, folder);
    if ("documents" in manifest) return manifest.documents;
    this.mistakes.push({ path: ["persistedDocuments", "file"], message: manifest.mistake });
    return new Map();
  }

  /** What stands at a path that was checked before. */
  at(...path: Path): Secret {
    return this.#secrets.get(printPath(path)) ?? new Secret("");
  }

  #readSecret(path: Path, value: unknown, sources: SecretSources): void {
    if (value === undefined) return;
    const parsed = secret.safeParse(value);
    if (parsed.success) this.#keep(path, readSecret(parsed.data, sources));
  }

  #keep(path: Path, read: ReadSecret): void {
    if ("secret" in read) this.#secrets.set(printPath(path), read.secret);
    else this.mistakes.push({ path, message: read.mistake });
  }
}
