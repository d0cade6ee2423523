import { parseArgs } from "node:util";
import { isWallTime } from "./night.ts";

/** What the command line asks for. @throws Error that says what to give instead */
export function options() {
  const { values } = parseArgs({
    options: {
      inverter: { type: "string" },
      from: { type: "string", default: "01:00" },
      to: { type: "string", default: "05:00" },
      target: { type: "string", default: "80" },
      power: { type: "string", default: "2000" },
      every: { type: "string", default: "30" },
      apply: { type: "boolean", default: false },
    },
  });
  const [target, power, every] = [Number(values.target), Number(values.power), Number(values.every)];
  if (!isWallTime(values.from) || !isWallTime(values.to)) throw new Error("--from and --to are times such as 01:00");
  if (!(target > 0 && target <= 100)) throw new Error("--target is a state of charge in %, 100 at most");
  if (!(power > 0)) throw new Error("--power is what the battery is charged with, in W");
  if (!(every > 0)) throw new Error("--every is how often to look at the battery, in s");
  return { ...values, target, power, every };
}
