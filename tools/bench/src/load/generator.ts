import type { LoadAnswer, LoadOrder } from "./protocol.ts";
import { runLoad } from "./run-load.ts";

// A process of its own: the clients' work must not slow the harness, nor the harness's the clients.
process.on("message", (order: LoadOrder) => {
  void answer(order).then((reply) => process.send?.(reply));
});
process.on("disconnect", () => process.exit());

async function answer(order: LoadOrder): Promise<LoadAnswer> {
  try {
    return { ok: true, report: await runLoad(order) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
