/** What the transport takes from its surroundings beside the network. */
export interface RestRuntime {
  /** Runs `work` once after `delayMs`; the function given back prevents that. */
  after(delayMs: number, work: () => void): () => void;
}

// setTimeout would fire at once beyond this.
const longestDelayMs = 2 ** 31 - 1;

export const systemRuntime: RestRuntime = {
  after(delayMs, work) {
    const timer = setTimeout(work, Math.min(delayMs, longestDelayMs));
    return () => clearTimeout(timer);
  },
};
