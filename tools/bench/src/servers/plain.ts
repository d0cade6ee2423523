import { fileURLToPath } from "node:url";
import { tenValues } from "../selection.ts";
import { remembered } from "./inverter-schema.ts";
import { password } from "./simulators.ts";
import type { Server, Surroundings } from "./types.ts";

/** A bare Yoga before the devices. */
export function startNaive({ children, simulators }: Surroundings): Promise<Server> {
  return start(children, "naive-process.ts", { DEVICES: simulators.urls.join(","), PASSWORD: password });
}

/** A bare Yoga that has the values in memory. */
export function startRemembering({ children }: Surroundings): Promise<Server> {
  return start(children, "remembering-process.ts", {});
}

/** node:http with the answer as a text. */
export function startHello({ children }: Surroundings): Promise<Server> {
  const answer = { data: { inverter: { processData: remembered(tenValues) } } };
  return start(children, "hello-process.ts", { ANSWER: JSON.stringify(answer) });
}

async function start(
  children: Surroundings["children"],
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<Server> {
  const args = [fileURLToPath(new URL(file, import.meta.url))];
  const { ready, pid } = await children.start({ name: file, args, env, ready: /^ready (\S+)$/m });
  return { url: ready[1] ?? "", pid };
}
