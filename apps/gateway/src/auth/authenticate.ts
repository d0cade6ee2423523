import { timingSafeEqual } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Fleet, PlenticoreError } from "@plenticore/core";
import type { KeyConfig } from "../config/types.ts";
import { digestOf } from "./api-key.ts";
import { viewOf } from "./fleet-view.ts";
import type { Viewer } from "./viewer.ts";

/** Who sends this `Authorization` header. @throws PlenticoreError UNAUTHENTICATED */
export type Authenticate = (authorization: string | null | undefined) => Viewer;

/** Who may come in. Undefined keys: everybody is the ADMIN `local` (the configuration allows it on loopback only). */
export interface Admission {
  readonly keys: readonly KeyConfig[] | undefined;
  readonly readOnly: boolean;
}

const local = { name: "local", role: "ADMIN", plants: undefined } as const;

interface Entry {
  /** Undefined: of everybody. */
  readonly key: KeyConfig | undefined;
  readonly viewer: Viewer;
}

/** Knows the keys, also after they have changed. Who is unchanged stays the same viewer. */
export class Authenticator {
  readonly #fleet: Fleet;
  #admission: Admission;
  #entries: readonly Entry[];

  constructor(fleet: Fleet, admission: Admission) {
    this.#fleet = fleet;
    this.#admission = admission;
    this.#entries = this.#entriesOf(admission, []);
  }

  /** Whether a key is needed. */
  get wantsKey(): boolean {
    return this.#admission.keys !== undefined;
  }

  /** Takes over other keys. What was told of a viewer before holds no more unless `isCurrent`. */
  update(admission: Admission): void {
    const before = admission.readOnly === this.#admission.readOnly ? this.#entries : [];
    this.#admission = admission;
    this.#entries = this.#entriesOf(admission, before);
  }

  /** Whether this viewer may still come in with the same rights. */
  isCurrent(viewer: Viewer): boolean {
    return this.#entries.some((entry) => entry.viewer === viewer);
  }

  readonly authenticate: Authenticate = (authorization) => {
    const [first] = this.#entries;
    if (first !== undefined && first.key === undefined) return first.viewer;
    const key = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
    if (key === undefined) {
      throw new PlenticoreError("UNAUTHENTICATED", "an API key is needed: send `Authorization: Bearer <key>`");
    }
    const digest = digestOf(key);
    // Every entry is compared, so that the time tells nothing about which one fits.
    let viewer: Viewer | undefined;
    for (const entry of this.#entries) {
      if (entry.key !== undefined && timingSafeEqual(entry.key.digest, digest)) ({ viewer } = entry);
    }
    if (viewer === undefined) throw new PlenticoreError("UNAUTHENTICATED", "the API key is not known");
    return viewer;
  };

  #entriesOf({ keys, readOnly }: Admission, before: readonly Entry[]): readonly Entry[] {
    const entry = (key: KeyConfig | undefined): Entry =>
      before.find((one) => isDeepStrictEqual(one.key, key)) ?? { key, viewer: this.#viewerOf(key, readOnly) };
    return keys?.map(entry) ?? [entry(undefined)];
  }

  #viewerOf(key: KeyConfig | undefined, readOnly: boolean): Viewer {
    const { name, role, plants } = key ?? local;
    const authority = JSON.stringify([role, plants ? [...plants].sort() : null, readOnly]);
    return { name, hasKey: key !== undefined, role, fleet: viewOf(this.#fleet, plants), authority, readOnly };
  }
}
