import { isLoopback } from "../auth/loopback.ts";
import { addressOf } from "./address.ts";
import { entriesOf, itemsOf } from "./loose.ts";
import { type Path, printPath } from "./mistakes.ts";
import { hasAddress } from "./problem.ts";
import { defaultListen } from "./types.ts";

/** A mistake that still has to be placed. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Of the command line, where not the file but this is mistaken. */
  readonly option?: string;
}

export interface CrossCheckOptions {
  /** From the command line, before the file's. */
  readonly host?: string | undefined;
  readonly insecureNoAuth?: boolean | undefined;
}

/** Rules between distant parts of a configuration. */
export function crossCheck(data: unknown, options: CrossCheckOptions = {}): Finding[] {
  const file = entriesOf(data);
  return [
    ...checkIds(file["plants"]),
    ...checkAddresses(file["plants"]),
    ...checkMeters(file["plants"]),
    ...checkKeys(file),
    ...checkListen(file, options),
  ];
}

function checkIds(plants: unknown): Finding[] {
  const ids = itemsOf(plants).flatMap(([index, plant]) => [
    { path: ["plants", index, "id"], id: entriesOf(plant)["id"] },
    ...itemsOf(entriesOf(plant)["inverters"]).map(([inverterIndex, inverter]) => ({
      path: ["plants", index, "inverters", inverterIndex, "id"],
      id: entriesOf(inverter)["id"],
    })),
  ]);
  return duplicates(
    ids.map(({ path, id }) => ({ path, value: id })),
    (first) => `the id is taken by ${printPath(first)}: plants and inverters share one namespace`,
  );
}

/** Two entries for one device: it would count double, and be asked by two queues at once. */
function checkAddresses(plants: unknown): Finding[] {
  const inverters = itemsOf(plants).flatMap(([index, plant]) =>
    itemsOf(entriesOf(plant)["inverters"]).map(([inverterIndex, inverter]) => {
      const { id, url } = entriesOf(inverter);
      return {
        path: ["plants", index, "inverters", inverterIndex, "url"],
        value: addressOf(url),
        id,
      };
    }),
  );
  return duplicates(inverters, (path, { id }) =>
    hasAddress(typeof id === "string" ? id : printPath(path.slice(0, -1))),
  );
}

function checkMeters(plants: unknown): Finding[] {
  return itemsOf(plants).flatMap(([index, plant]) => {
    const { meter, inverters } = entriesOf(plant);
    const wanted = typeof meter === "string" ? meter : entriesOf(meter)["inverter"];
    if (typeof wanted !== "string") return [];
    const known = itemsOf(inverters).some(([, inverter]) => entriesOf(inverter)["id"] === wanted);
    return known ? [] : [{ path: ["plants", index, "meter"], message: "is none of this plant's inverters" }];
  });
}

function checkKeys(file: Readonly<Record<string, unknown>>): Finding[] {
  const keys = itemsOf(entriesOf(file["auth"])["keys"]);
  const plantIds = new Set(itemsOf(file["plants"]).map(([, plant]) => entriesOf(plant)["id"]));
  const unknownPlants = keys.flatMap(([index, key]) =>
    itemsOf(entriesOf(key)["plants"])
      .filter(([, plant]) => typeof plant === "string" && !plantIds.has(plant))
      .map(([plantIndex]) => ({
        path: ["auth", "keys", index, "plants", plantIndex],
        message: "there is no such plant",
      })),
  );
  const names = keys.map(([index, key]) => ({ path: ["auth", "keys", index, "name"], value: entriesOf(key)["name"] }));
  return [...unknownPlants, ...duplicates(names, (first) => `the name is taken by ${printPath(first)}`)];
}

function checkListen(
  file: Readonly<Record<string, unknown>>,
  { host, insecureNoAuth = false }: CrossCheckOptions,
): Finding[] {
  const listen = entriesOf(file["listen"]);
  const address = host ?? listen["host"] ?? defaultListen.host;
  const findings: Finding[] = ["cors", "trustProxy"]
    .filter((key) => file[key] !== undefined && listen[key] !== undefined)
    .map((key) => ({ path: ["listen", key], message: "stands at the top already" }));
  if (file["auth"] !== undefined) return findings;
  const corsPath = file["cors"] === undefined ? ["listen", "cors"] : ["cors"];
  const { origins } = entriesOf(file["cors"] ?? listen["cors"]);
  for (const [index] of itemsOf(origins).filter(([, origin]) => origin === "*")) {
    findings.push({
      path: [...corsPath, "origins", index],
      message: 'without auth "*" would make every web page ADMIN: name the origins',
    });
  }
  if (!insecureNoAuth && typeof address === "string" && !isLoopback(address)) {
    findings.push({
      path: ["listen", "host"],
      message: `without auth only a loopback address like ${defaultListen.host} may be listened on`,
      ...(host !== undefined && { option: "--host" }),
    });
  }
  return findings;
}

function duplicates<Entry extends { readonly path: Path; readonly value: unknown }>(
  entries: readonly Entry[],
  message: (path: Path, first: Entry) => string,
): Finding[] {
  const firsts = new Map<unknown, Entry>();
  return entries.flatMap((entry) => {
    const first = firsts.get(entry.value);
    if (first !== undefined) return [{ path: entry.path, message: message(first.path, first) }];
    if (typeof entry.value === "string") firsts.set(entry.value, entry);
    return [];
  });
}
