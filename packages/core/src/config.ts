import type { Secret } from "./secret.ts";

/** Who logs in: the plant's owner by password, or the installer by the type plate's master key and a personal service code. */
export type Credentials =
  | { readonly user: "user"; readonly password: Secret }
  | { readonly user: "master"; readonly masterKey: Secret; readonly serviceCode?: Secret };

export interface FleetConfig {
  readonly readOnly?: boolean;
  readonly plants: readonly PlantConfig[];
}

export interface PlantConfig {
  readonly id: string;
  readonly name: string;
  /** IANA name; days, months and years of this plant are counted in it. */
  readonly timeZone: string;
  /** The inverter whose Grid_P is the plant's grid power; `invert` turns its sign. */
  readonly meter?: { readonly inverter: string; readonly invert: boolean };
  readonly inverters: readonly InverterConfig[];
}

export interface InverterConfig {
  readonly id: string;
  readonly name: string;
  /** `http://192.168.1.50`; https needs `tls.fingerprint256` or `tls.insecure`. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly tls?: { readonly fingerprint256?: string; readonly insecure?: boolean };
  /** Wp of the modules attached. */
  readonly peakPower?: number;
  readonly readOnly?: boolean;
  readonly disabled?: boolean;
  /** The zone of event times, which the device prints without one. Default: local (an assumption, FACTS 2.4). */
  readonly eventTime?: "local" | "utc";
  /** Paths of the two update operations, which no public source knows; without them they are NOT_AVAILABLE. */
  readonly updatePaths?: { readonly status: string; readonly start: string };
  /** Limit of one request in ms. Default 15 000. */
  readonly timeoutMs?: number;
}
