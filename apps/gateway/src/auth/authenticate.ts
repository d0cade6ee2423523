import { timingSafeEqual } from "node:crypto";
import { type Fleet, PlenticoreError } from "@plenticore/core";
import type { KeyConfig } from "../config/types.ts";
import { digestOf } from "./api-key.ts";
import { viewOf } from "./fleet-view.ts";
import type { Viewer } from "./viewer.ts";

/** Who sends this `Authorization` header. @throws PlenticoreError UNAUTHENTICATED */
export type Authenticate = (authorization: string | null | undefined) => Viewer;

/** @param keys undefined: everybody is the ADMIN `local` (the configuration allows it on loopback only). */
export function createAuthenticate(
  fleet: Fleet,
  keys: readonly KeyConfig[] | undefined,
  readOnly: boolean,
): Authenticate {
  if (keys === undefined) {
    const local: Viewer = { name: "local", role: "ADMIN", fleet: viewOf(fleet, undefined), readOnly };
    return () => local;
  }
  const entries = keys.map(({ name, role, digest, plants }) => ({
    digest,
    viewer: { name, role, fleet: viewOf(fleet, plants), readOnly } satisfies Viewer,
  }));
  return (authorization) => {
    const key = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
    if (key === undefined) {
      throw new PlenticoreError("UNAUTHENTICATED", "an API key is needed: send `Authorization: Bearer <key>`");
    }
    const digest = digestOf(key);
    // Every entry is compared, so that the time tells nothing about which one fits.
    let viewer: Viewer | undefined;
    for (const entry of entries) if (timingSafeEqual(entry.digest, digest)) ({ viewer } = entry);
    if (viewer === undefined) throw new PlenticoreError("UNAUTHENTICATED", "the API key is not known");
    return viewer;
  };
}
