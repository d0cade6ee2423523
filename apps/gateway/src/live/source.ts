import type { Watch } from "@plenticore/core";
import type { FleetView } from "../auth/fleet-view.ts";

/** One inverter or plant, as something that can be watched. */
export interface Target<Event> {
  readonly id: string;
  /** Another object under the same id is another inverter. */
  readonly subject: object;
  readonly watch: () => Watch<Event>;
}

export interface SourceOptions<Event> {
  /** Those that exist and may be seen now. */
  readonly targets: () => readonly Target<Event>[];
  readonly fleet: Pick<FleetView, "onChange">;
  /** The id of the event's target. */
  readonly keyOf: (event: Event) => string;
  /** Whether it ends with the last of its targets: they were asked for by id. */
  readonly ends: boolean;
  /** Whether only the newest event of a key counts, so that many can share one source. */
  readonly isState: boolean;
}

/** Where a subscription's events come from: the watches of its inverters or plants, also of those that come later. */
export class LiveSource<Event = unknown> implements AsyncIterable<Event> {
  readonly isState: boolean;
  readonly keyOf: (event: Event) => string;
  readonly #options: SourceOptions<Event>;

  constructor(options: SourceOptions<Event>) {
    this.isState = options.isState;
    this.keyOf = options.keyOf;
    this.#options = options;
  }

  /** The keys of all targets that exist and may be seen now. */
  keys(): ReadonlySet<string> {
    return new Set(this.#options.targets().map(({ id }) => id));
  }

  /** How all targets are now, for one who comes later: watches tell their first value at once. */
  async current(): Promise<Event[]> {
    const events = await Promise.all(
      this.#options.targets().map(async ({ watch }) => {
        const watching = watch();
        const { value } = await watching.next();
        await watching.return?.();
        return value;
      }),
    );
    return events.filter((event) => event !== undefined);
  }

  [Symbol.asyncIterator](): AsyncIterator<Event> {
    return new Merged(this.#options);
  }
}

interface Open<Event> {
  readonly id: string;
  readonly subject: object;
  readonly watch: Watch<Event>;
}

/** Several watches as one. Each has at most one event here; what comes meanwhile waits in the watch, by its own rules. */
class Merged<Event> implements AsyncIterator<Event> {
  readonly #options: SourceOptions<Event>;
  readonly #open = new Map<string, Open<Event>>();
  #ready: { readonly value: Event; readonly from: Open<Event> }[] = [];
  readonly #stopListening: () => void;
  #wake: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;

  constructor(options: SourceOptions<Event>) {
    this.#options = options;
    this.#stopListening = options.fleet.onChange(() => this.#follow());
    try {
      this.#follow();
    } catch (error) {
      void this.return();
      throw error;
    }
  }

  async next(): Promise<IteratorResult<Event>> {
    while (this.#ready.length === 0 && !this.#ended && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const event = this.#ready.shift();
    if (event !== undefined) {
      this.#pull(event.from);
      return { done: false, value: event.value };
    }
    if (this.#failure === undefined) return { done: true, value: undefined };
    const { error } = this.#failure;
    await this.return();
    throw error;
  }

  async return(): Promise<IteratorResult<Event>> {
    this.#ended = true;
    this.#stopListening();
    this.#ready = [];
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#wake?.();
    for (const { watch } of open) await watch.return?.();
    return { done: true, value: undefined };
  }

  /** Watches those that are new and leaves those that are gone or were replaced. */
  #follow(): void {
    const targets = new Map(this.#options.targets().map((target) => [target.id, target]));
    for (const [id, open] of this.#open) {
      if (targets.get(id)?.subject === open.subject) continue;
      this.#open.delete(id);
      // What it told before and nobody took is of one that is gone, or may not be seen any more.
      this.#ready = this.#ready.filter(({ from }) => from !== open);
      void open.watch.return?.();
    }
    for (const [id, { subject, watch }] of targets) {
      if (this.#open.has(id)) continue;
      const open = { id, subject, watch: watch() };
      this.#open.set(id, open);
      this.#pull(open);
    }
    if (this.#options.ends && this.#open.size === 0) void this.return();
  }

  #pull(from: Open<Event>): void {
    from.watch.next().then(
      ({ done, value }) => {
        if (done === true || this.#open.get(from.id) !== from) return;
        this.#ready.push({ value, from });
        this.#wake?.();
      },
      (error: unknown) => {
        this.#failure = { error };
        this.#wake?.();
      },
    );
  }
}
