import { createFleet, Secret } from "@plenticore/core";
import type { Findings } from "./findings.ts";
import { type Device, PASSWORD } from "./park.ts";

/** What the devices themselves hold at the end, asked without gateway and bad network: the last of what was written. */
export async function checkHeld(devices: readonly Device[], findings: Findings): Promise<number> {
  const writable = devices.filter(({ settings }) => settings.size > 0);
  const inverters = writable.map(({ id, simulator }) => ({
    id,
    name: id,
    url: simulator.url,
    credentials: { user: "user", password: new Secret(PASSWORD) } as const,
  }));
  const fleet = createFleet({ plants: [{ id: "direct", name: "", timeZone: "Europe/Berlin", inverters }] });
  let right = 0;
  try {
    for (const { id, settings } of writable) {
      const select = [{ moduleId: "devices:local", ids: [...settings.keys()] }];
      const [module] = (await fleet.inverter(id)?.settings(select)) ?? [];
      for (const { id: setting, value } of module?.settings ?? []) {
        if (value !== null && settings.get(setting)?.read()(value) === true) right += 1;
        else findings.add("a device holds what nobody wrote", `${id}: ${setting} is ${value}`);
      }
    }
  } finally {
    await fleet.close();
  }
  return right;
}
