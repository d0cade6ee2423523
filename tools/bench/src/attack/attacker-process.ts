import { attacks } from "./attacks.ts";
import { answerOrders } from "./worker.ts";

/** Begins an attack, or ends the one that runs. */
export type AttackerOrder =
  | { readonly begin: string; readonly origin: string; readonly key: string }
  | { readonly end: true };

/** How often came what. */
export type AttackerAnswer = Readonly<Record<string, number>>;

let running: Promise<void> = Promise.resolve();
let isOver = true;
let counts: Record<string, number> = {};

answerOrders<AttackerOrder, AttackerAnswer>(async (order) => {
  if ("begin" in order) {
    const attack = attacks[order.begin];
    if (attack === undefined) throw new Error(`there is no attack ${order.begin}`);
    isOver = false;
    counts = {};
    running = attack({
      ...order,
      goesOn: () => !isOver,
      note: (what) => {
        counts[what] = (counts[what] ?? 0) + 1;
      },
    });
    // Told when it is ended.
    running.catch(() => undefined);
  } else {
    isOver = true;
    await running;
  }
  return counts;
});
