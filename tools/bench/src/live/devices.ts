import { fileURLToPath } from "node:url";
import type { Children } from "../children.ts";
import { password } from "../servers/simulators.ts";

/** So many devices that log in for real and answer as the simulated one at `model` did. @returns their addresses */
export async function startDevices(children: Children, model: string, count: number): Promise<readonly string[]> {
  const { ready } = await children.start({
    name: "devices-process.ts",
    args: [fileURLToPath(new URL("devices-process.ts", import.meta.url))],
    env: { MODEL: model, COUNT: String(count), PASSWORD: password },
    ready: /^ready (\S+)$/m,
  });
  return (ready[1] ?? "").split(",");
}
