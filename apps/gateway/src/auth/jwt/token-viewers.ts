import type { Viewer } from "../viewer.ts";
import type { Claimed } from "./claims.ts";

/** A token that was checked is not checked again for so long, in ms: then a key that was taken out of the set counts. */
const checkedMs = 5 * 60_000;
/** How many are remembered; the one not used for longest goes first. */
const maxEntries = 10_000;

export interface TokenViewersOptions {
  readonly verify: (token: string) => Promise<Claimed>;
  readonly viewerOf: (claimed: Claimed) => Viewer;
  /** Wall clock, ms since epoch. */
  readonly now: () => number;
}

interface Entry {
  readonly viewer: Viewer;
  /** Ms since epoch; before that the clock was set back. */
  readonly since: number;
  /** Ms since epoch. */
  readonly until: number;
}

/** Who the tokens stand for. One that was seen before costs a look-up; only good ones are remembered, so that nobody fills this memory with others. */
export class TokenViewers {
  readonly #options: TokenViewersOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #until = new WeakMap<Viewer, number>();

  constructor(options: TokenViewersOptions) {
    this.#options = options;
  }

  /** @param digest of the token, by which it is remembered. @throws PlenticoreError UNAUTHENTICATED, rejecting where it has to be checked first */
  viewerOf(token: string, digest: string): Viewer | Promise<Viewer> {
    const known = this.#entries.get(digest);
    if (known === undefined) return this.#check(token, digest);
    this.#entries.delete(digest);
    const time = this.#options.now();
    if (time < known.since || time >= known.until) return this.#check(token, digest);
    this.#entries.set(digest, known);
    return known.viewer;
  }

  /** Whether the viewer's token is one of these and has not expired. */
  isCurrent(viewer: Viewer): boolean {
    return this.#options.now() < (this.#until.get(viewer) ?? Number.NEGATIVE_INFINITY);
  }

  async #check(token: string, digest: string): Promise<Viewer> {
    const { verify, viewerOf, now } = this.#options;
    const claimed = await verify(token);
    const viewer = viewerOf(claimed);
    this.#until.set(viewer, claimed.until);
    const since = now();
    this.#entries.set(digest, { viewer, since, until: Math.min(claimed.until, since + checkedMs) });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maxEntries && oldest !== undefined) this.#entries.delete(oldest);
    return viewer;
  }
}
