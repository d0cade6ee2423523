import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Children } from "../children.ts";

type Said<Answer> = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly message: string };

/** A process of this folder that is asked one thing after the other. */
export class Worker<Order, Answer> {
  readonly #child;
  readonly #children: Children;
  readonly #script: string;

  constructor(children: Children, script: string) {
    this.#script = script;
    this.#children = children;
    this.#child = fork(fileURLToPath(new URL(script, import.meta.url)));
    children.adopt(this.#child, script);
  }

  /** @throws Error with what went wrong there */
  async ask(order: Order): Promise<Answer> {
    const answered = once(this.#child, "message") as Promise<[Said<Answer>]>;
    this.#child.send(order as object);
    const [said] = await this.#children.guard(answered);
    if (!said.ok) throw new Error(`${this.#script}: ${said.message}`);
    return said.answer;
  }
}

/** What such a process does with its orders. */
export function answerOrders<Order, Answer>(answer: (order: Order) => Promise<Answer>): void {
  process.on("message", (order: Order) => {
    answer(order).then(
      (result) => process.send?.({ ok: true, answer: result }),
      (error: unknown) =>
        process.send?.({ ok: false, message: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.on("disconnect", () => process.exit());
}
