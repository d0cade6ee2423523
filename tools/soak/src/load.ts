import type { Client } from "./client.ts";
import type { Findings } from "./findings.ts";
import { type Chance, type Device, ownValues, plantOf } from "./park.ts";
import { SHOWN, type Shown, wrong } from "./values.ts";

const READ = /* GraphQL */ `
  query Read($plant: ID, $maxAge: Second!) {
    inverters(plantId: $plant) {
      id
      availability { state code }
      product { serialNumber }
      live(maxAge: $maxAge) { ${SHOWN} }
    }
  }
`;

const READ_SETTINGS = /* GraphQL */ `
  query Settings($id: ID!) {
    inverter(id: $id) {
      settings(select: [{ moduleId: "devices:local", ids: ["Battery:MinSoc", "Battery:MinHomeComsumption"] }]) {
        settings { id value code }
      }
    }
  }
`;

const WROTE = /* GraphQL */ `
  __typename
  ... on WriteSettingsSuccess { modules { settings { id outcome value } } }
  ... on Failure { code message }
`;

const SET_MIN_SOC = /* GraphQL */ `
  mutation MinSoc($id: ID!, $value: Percent!) { result: setMinSoc(input: { inverterId: $id, minSoc: $value }) { ${WROTE} } }
`;

const WRITE = /* GraphQL */ `
  mutation Write($id: ID!, $modules: [ModuleSettingsInput!]!) {
    result: writeSettings(input: { inverterId: $id, modules: $modules }) { ${WROTE} }
  }
`;

interface ReadInverter {
  readonly id: string;
  readonly product: { readonly serialNumber: string | null } | null;
  readonly live: Shown | null;
}

interface ReadSetting {
  readonly id: string;
  readonly value: string | null;
  readonly code: string | null;
}

interface WriteResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly modules?: readonly { readonly settings: readonly { id: string; outcome: string; value: string | null }[] }[];
}

/** The users' doings, each checked against what the devices really are. */
export interface Load {
  /** Values read, and writes done, that were found right. */
  readonly counts: { values: number; settings: number; writes: number };
  readLive(chance: Chance): Promise<void>;
  /** @returns why not all of them could be read; undefined where they were */
  readSettings(device: Device): Promise<string | undefined>;
  /** One write a device at a time; does nothing while one is under way. */
  write(chance: Chance): Promise<void>;
}

export function createLoad(client: Client, devices: readonly Device[], findings: Findings): Load {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const serials = new Map<string, string>();
  const writing = new Set<Device>();
  const writable = devices.filter(({ settings }) => settings.size > 0);
  const counts = { values: 0, settings: 0, writes: 0 };
  let nth = 0;

  const checkSerial = (id: string, serial: string): void => {
    const before = serials.get(serial);
    const known = [...serials].find(([, owner]) => owner === id)?.[0];
    if ((before !== undefined && before !== id) || (known !== undefined && known !== serial)) {
      findings.add(
        "a serial number of another inverter",
        `${id}: ${serial}, which was ${before}'s; its own is ${known}`,
      );
    }
    serials.set(serial, id);
  };

  return {
    counts,
    async readLive(chance) {
      const plant = chance.below(3) === 0 ? undefined : plantOf(chance.pick(devices));
      const answer = await client.ask(READ, { plant, maxAge: chance.pick([1, 2, 5, 30]) });
      const expected = devices.filter((device) => plant === undefined || plantOf(device) === plant).map(({ id }) => id);
      const inverters = (answer?.data?.["inverters"] ?? []) as readonly ReadInverter[];
      if (answer !== undefined && String(inverters.map(({ id }) => id)) !== String(expected)) {
        findings.add("other inverters than asked for", `${plant}: ${String(inverters.map(({ id }) => id))}`);
      }
      for (const { id, product, live } of inverters) {
        const device = byId.get(id);
        if (device === undefined) continue;
        if (typeof product?.serialNumber === "string") checkSerial(id, product.serialNumber);
        if (live === null) continue;
        const mistake = wrong(device, live, devices);
        if (mistake === undefined) counts.values += 1;
        else findings.add("a wrong value in an answer", mistake);
      }
    },
    async readSettings(device) {
      const may = new Map(Array.from(device.settings, ([id, written]) => [id, written.read()]));
      const answer = await client.ask(READ_SETTINGS, { id: device.id });
      const inverter = answer?.data?.["inverter"] as {
        readonly settings: readonly { readonly settings: readonly ReadSetting[] }[] | null;
      } | null;
      const values = inverter?.settings?.flatMap(({ settings }) => settings) ?? [];
      let missing = values.length === may.size ? undefined : (answer?.failures[0]?.message ?? "no answer");
      for (const { id, value, code } of values) {
        if (value === null) missing = `${id}: ${code}`;
        else if (may.get(id)?.(value) === true) counts.settings += 1;
        else findings.add("a setting that nobody wrote", `${device.id}: ${id} is ${value}`);
      }
      return missing;
    },
    async write(chance) {
      const device = chance.pick(writable);
      if (writing.has(device)) return;
      writing.add(device);
      try {
        nth += 1;
        const id = chance.pick([...device.settings.keys()]);
        const value = ownValues[id]?.(device.index, nth) ?? "";
        const done = device.settings.get(id)?.begin(value);
        const bySetter = id === "Battery:MinSoc" && chance.below(2) === 0;
        const modules = [{ moduleId: "devices:local", settings: [{ id, value }] }];
        const answer = bySetter
          ? await client.ask(SET_MIN_SOC, { id: device.id, value: Number(value) })
          : await client.ask(WRITE, { id: device.id, modules });
        const result = answer?.data?.["result"] as WriteResult | undefined;
        if (result?.code !== undefined) client.count(result.code);
        const [setting] = result?.modules?.flatMap(({ settings }) => settings) ?? [];
        if (setting === undefined) return;
        if (setting.outcome === "APPLIED" || setting.outcome === "UNCHANGED") {
          if (setting.value === value) {
            done?.();
            counts.writes += 1;
          } else findings.add("a write that was not read back", `${device.id}: ${id}: ${JSON.stringify(setting)}`);
        } else client.count(`write ${setting.outcome}`);
      } finally {
        writing.delete(device);
      }
    },
  };
}
