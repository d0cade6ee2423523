import type { Credentials, InverterConfig, PlantConfig } from "@plenticore/core";
import { digestOf } from "../auth/api-key.ts";
import { isLoopback } from "../auth/loopback.ts";
import { defaultLimits, type Limits } from "../limits/limits.ts";
import { type Path, printPath } from "./mistakes.ts";
import type { ConfigurationFile } from "./schema.ts";
import type { SecretStore } from "./secret-store.ts";
import { placeOf } from "./secrets.ts";
import { toJwtConfig } from "./to-jwt-config.ts";
import {
  defaultExpose,
  defaultFastestPaceSeconds,
  defaultListen,
  type Expose,
  type GatewayConfig,
  inverterSecrets,
  type KeyConfig,
  type SecretPlaces,
} from "./types.ts";

type PlantFile = ConfigurationFile["plants"][number];
type InverterFile = PlantFile["inverters"][number];

/** A checked file as the parts of the program want it. */
export function toGatewayConfig(
  file: ConfigurationFile,
  secrets: SecretStore,
  options: {
    readonly file: string;
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly listeningOn?: string | undefined;
  },
): GatewayConfig {
  const { listen, readOnly = false } = file;
  const cors = file.cors ?? listen?.cors;
  const host = options.host ?? listen?.host ?? defaultListen.host;
  return {
    listen: {
      host,
      port: options.port ?? listen?.port ?? defaultListen.port,
      tls: listen?.tls && {
        cert: secrets.at("listen", "tls", "cert").reveal(),
        key: secrets.at("listen", "tls", "key"),
      },
      corsOrigins: cors?.origins ?? [],
      trustProxy: file.trustProxy ?? listen?.trustProxy ?? false,
    },
    keys: file.auth && keysOf(file.auth, secrets),
    jwt: file.auth?.jwt && toJwtConfig(file.auth.jwt, secrets),
    fleet: { readOnly, plants: file.plants.map((plant, index) => plantConfig(plant, secrets, ["plants", index])) },
    secretPlaces: secretPlaces(file, options.file),
    limits: limitsOf(file.limits),
    expose: exposeOf(file.expose, file.auth === undefined && isLoopback(options.listeningOn ?? host)),
    persistedDocuments: {
      documents: secrets.persistedDocuments,
      only: file.persistedDocuments?.only ?? false,
    },
    fastestPaceSeconds: file.limits?.fastestPaceSeconds ?? defaultFastestPaceSeconds,
  };
}

/** Characters of a key that may stand without a warning: with fewer even those of a good generator can be guessed. */
const shortestKey = 16;

const keysOf = ({ keys = [] }: NonNullable<ConfigurationFile["auth"]>, secrets: SecretStore): KeyConfig[] =>
  keys.map(({ name, role, hash, plants }, index) => {
    const rights = { name, role, plants: plants && new Set(plants) };
    if (hash !== undefined) return { ...rights, digest: Buffer.from(hash.slice("sha256:".length), "hex") };
    const key = secrets.at("auth", "keys", index, "key").reveal();
    return { ...rights, digest: digestOf(key), ...(key.length < shortestKey && { isShort: true }) };
  });

function limitsOf(limits: ConfigurationFile["limits"] = {}): Limits {
  const names = Object.keys(defaultLimits) as (keyof Limits)[];
  return Object.fromEntries(names.map((name) => [name, limits[name] ?? defaultLimits[name]])) as Record<
    keyof Limits,
    number
  >;
}

function exposeOf(expose: ConfigurationFile["expose"] = {}, isOpen: boolean): Expose {
  const { introspection, suggestions, graphiql, getQueries, dashboard } = defaultExpose(isOpen);
  return {
    introspection: expose.introspection ?? introspection,
    suggestions: expose.suggestions ?? suggestions,
    graphiql: expose.graphiql ?? graphiql,
    getQueries: expose.getQueries ?? getQueries,
    dashboard: expose.dashboard ?? dashboard,
  };
}

function secretPlaces({ plants }: ConfigurationFile, configuration: string): SecretPlaces {
  const places = new Map<string, Record<string, string>>();
  for (const [plantIndex, { inverters }] of plants.entries()) {
    for (const [index, inverter] of inverters.entries()) {
      const own: Record<string, string> = {};
      for (const name of inverterSecrets) {
        const secret = inverter[name];
        const key = printPath(["plants", plantIndex, "inverters", index, name]);
        if (secret !== undefined) own[name] = placeOf(secret, key, configuration);
      }
      places.set(inverter.id, own);
    }
  }
  return places;
}

function plantConfig({ meter, inverters, ...plant }: PlantFile, secrets: SecretStore, path: Path): PlantConfig {
  return {
    ...plant,
    ...(meter && { meter: { inverter: meter.inverter, invert: meter.invert ?? false } }),
    inverters: inverters.map((inverter, index) => inverterConfig(inverter, secrets, [...path, "inverters", index])),
  };
}

function inverterConfig(file: InverterFile, secrets: SecretStore, path: Path): InverterConfig {
  const { id, name, url, tls, peakPower, readOnly, disabled, eventTime, updatePaths, timeoutMs } = file;
  return {
    id,
    name,
    url: new URL(url).origin,
    credentials: credentialsOf(file, secrets, path),
    ...(tls && { tls: tls.fingerprint256 === undefined ? { insecure: true } : { fingerprint256: tls.fingerprint256 } }),
    ...(peakPower !== undefined && { peakPower }),
    ...(readOnly !== undefined && { readOnly }),
    ...(disabled !== undefined && { disabled }),
    ...(eventTime && { eventTime }),
    ...(updatePaths && { updatePaths }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

function credentialsOf({ password, serviceCode }: InverterFile, secrets: SecretStore, path: Path): Credentials {
  if (password !== undefined) return { user: "user", password: secrets.at(...path, "password") };
  const masterKey = secrets.at(...path, "masterKey");
  if (serviceCode === undefined) return { user: "master", masterKey };
  return { user: "master", masterKey, serviceCode: secrets.at(...path, "serviceCode") };
}
