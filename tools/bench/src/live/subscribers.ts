import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Children } from "../children.ts";

export interface SubscribersOrder {
  readonly port: number;
  readonly count: number;
  /** A socket that only listens, instead of one that speaks graphql-transport-ws. */
  readonly plain: boolean;
  /** Each subscriber has the next one; `$INDEX` in it becomes his number. */
  readonly documents: readonly { readonly query: string; readonly variables?: unknown }[];
}

export interface SubscribersAnswer {
  readonly events: number;
  /** Of a sample, from `observedAt`; NaN where events have none. */
  readonly p99Ms: number;
  /** Of a sample: by how much the time from one `observedAt` of an inverter to its next differs from the pace. */
  readonly lagP99Ms: number;
}

/** The process that holds the subscribers, as seen by the harness. */
export class Subscribers {
  readonly #child;
  readonly #children: Children;

  constructor(children: Children) {
    this.#children = children;
    this.#child = fork(fileURLToPath(new URL("subscribers-process.ts", import.meta.url)));
    children.adopt(this.#child, "the subscribers");
  }

  /** Resolves when all have subscribed. */
  async join(order: SubscribersOrder): Promise<void> {
    await this.#ask({ join: order });
  }

  /** What they get within a time. */
  async count(ms: number): Promise<SubscribersAnswer> {
    const { answer } = await this.#ask({ count: ms });
    if (answer === undefined) throw new Error("the subscribers counted nothing");
    return answer;
  }

  async #ask(message: object): Promise<{ answer?: SubscribersAnswer }> {
    const answered = once(this.#child, "message") as Promise<
      [{ ok: boolean; message?: string; answer?: SubscribersAnswer }]
    >;
    this.#child.send(message);
    const [said] = await this.#children.guard(answered);
    if (!said.ok) throw new Error(`the subscribers: ${said.message}`);
    return said;
  }
}
