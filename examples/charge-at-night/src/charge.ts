import { setTimeout as sleep } from "node:timers/promises";
import {
  BatteryDocument,
  completeData,
  createPlenticoreClient,
  isGatewayError,
  ViewerDocument,
} from "@plenticore/client";
import { explain, hindrance } from "./explain.ts";
import { ChargingLease } from "./lease.ts";
import { isNight, wallTime } from "./night.ts";
import { options } from "./options.ts";

const url = process.env.PLENTICORE_URL ?? "http://localhost:4000";
const key = process.env.PLENTICORE_KEY || undefined;

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());

let told: string | undefined;
/** Each turn may have the same to say: once is enough. */
function tell(line: string): void {
  if (line !== told) console.log(line);
  told = line;
}

async function main(): Promise<void> {
  const { inverter: wanted, from, to, target, power, every, apply } = options();
  const client = createPlenticoreClient({ url, key });
  const read = async (inverterId: string) =>
    completeData(await client.query(BatteryDocument, { inverterId }, stop)).inverter;
  try {
    const { viewer } = completeData(await client.query(ViewerDocument, {}, stop));
    const all = viewer.plants.flatMap(({ timeZone, inverters }) => inverters.map(({ id }) => ({ id, timeZone })));
    const chosen = wanted === undefined && all.length === 1 ? all[0] : all.find(({ id }) => id === wanted);
    if (chosen === undefined) throw new Error(`Say which inverter: --inverter ${all.map(({ id }) => id).join(" | ")}`);
    const { id, timeZone } = chosen;
    const found = await read(id);
    const why = hindrance(viewer, found);
    if (why !== undefined) throw new Error(`${id} can't be charged: ${why}.`);

    const clock = (): string => wallTime(new Date(), timeZone);
    console.log(`${id}: battery at ${found?.live?.battery?.stateOfCharge} %, ${clock()} in ${timeZone}.`);
    const plan = `with ${power} W from ${from} to ${to}, up to ${target} %`;
    if (!apply) return console.log(`Would be charged ${plan}. Nothing was written: --apply does it.`);

    console.log(`To be charged ${plan}. Stop with Ctrl+C.`);
    const lease = new ChargingLease(client, id);
    /** @returns whether there is more to do */
    const turn = async (): Promise<boolean> => {
      const inverter = await read(id);
      const charge = inverter?.live?.battery?.stateOfCharge ?? undefined;
      if (charge !== undefined && charge >= target) {
        tell(`The battery is at ${charge} %: enough.`);
        return false;
      }
      if (charge === undefined || inverter?.batteryLimits) return true;
      const refusal = await lease.take(power);
      if (refusal?.again === false) throw new Error(`Not charged: ${refusal.why}.`);
      tell(refusal === undefined ? `The battery is charged, from ${charge} % on.` : `Not yet: ${refusal.why}.`);
      return true;
    };
    try {
      for (let wasNight = false; !stop.signal.aborted; ) {
        const night = isNight(clock(), from, to);
        if (wasNight && !night) return tell("The night is over.");
        wasNight = night;
        if (!night) tell(`Waiting for ${from}.`);
        else if (!(await turn().catch(toleratesOutage))) return;
        await sleep(every * 1000, undefined, stop).catch(() => undefined);
      }
    } finally {
      await lease.end();
    }
  } finally {
    client.close();
  }
}

/** An inverter or a gateway that is away may be back at the next turn; what runs ends by itself meanwhile. */
function toleratesOutage(error: unknown): boolean {
  if (stop.signal.aborted) return false;
  if (!isGatewayError(error) || !(error.retryable || error.code === "GATEWAY_UNREACHABLE")) throw error;
  tell(`Not reached: ${error.message}. Trying again.`);
  return true;
}

main().catch((error: unknown) => {
  if (stop.signal.aborted) return;
  console.error(explain(error, url, key !== undefined));
  process.exitCode = 1;
});
