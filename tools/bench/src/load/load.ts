import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Children } from "../children.ts";
import type { LoadAnswer, LoadOrder, LoadReport } from "./protocol.ts";

/** The load generator's process, as seen by the harness. */
export class Load {
  readonly #child;
  readonly #children: Children;

  constructor(children: Children) {
    this.#children = children;
    this.#child = fork(fileURLToPath(new URL("generator.ts", import.meta.url)));
    children.adopt(this.#child, "the load generator");
  }

  /** @throws Error with the first answer that is none */
  async run(order: LoadOrder): Promise<LoadReport> {
    const answered = once(this.#child, "message") as Promise<[LoadAnswer]>;
    this.#child.send(order);
    const [answer] = await this.#children.guard(answered);
    if (!answer.ok) throw new Error(answer.message);
    return answer.report;
  }
}
