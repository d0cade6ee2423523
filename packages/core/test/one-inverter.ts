import { SaltedPasswords } from "@plenticore/handshake";
import type { InverterConfig } from "../src/config.ts";
import { DeviceInverter, type InverterOptions } from "../src/inverter.ts";
import type { RequestObserver } from "../src/request-observer.ts";
import { Secret } from "../src/secret.ts";
import { type FakeDevice, fakeDevice, PASSWORD } from "./fake-device.ts";
import { timed } from "./passing-time.ts";
import { type VirtualRuntime, virtualRuntime } from "./virtual-runtime.ts";

export interface SetUp {
  readonly runtime: VirtualRuntime;
  readonly device: FakeDevice;
  readonly inverter: DeviceInverter;
}

const saltedPasswords = new SaltedPasswords();

export function setUp(
  change: Partial<InverterConfig> = {},
  onAvailability: NonNullable<InverterOptions["onAvailability"]> = () => undefined,
  observer?: RequestObserver,
): SetUp {
  const runtime = virtualRuntime();
  const device = fakeDevice(runtime);
  const inverter = new DeviceInverter({
    config: {
      id: "garage",
      name: "Garage",
      url: "http://127.0.0.1",
      credentials: { user: "user", password: new Secret(PASSWORD) },
      ...change,
    },
    timeZone: "Europe/Berlin",
    readOnly: false,
    runtime,
    saltedPasswords,
    connect: () => device.client,
    onAvailability,
    ...(observer === undefined ? {} : { observer }),
  });
  return { runtime, device, inverter };
}

export async function online(change?: Partial<InverterConfig>): Promise<SetUp> {
  const parts = setUp(change);
  await timed(parts.runtime, parts.inverter.live());
  return parts;
}
