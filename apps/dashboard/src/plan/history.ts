/** Steps that can be taken back and again; `present` is never in the lists. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

/** More steps than anybody takes back; keeps a long session small. */
export const longestPast = 200;

export const beginHistory = <State>(present: State): History<State> => ({ past: [], present, future: [] });

/** A step; what was taken back before is gone, as in every editor. */
export const step = <State>({ past, present }: History<State>, next: State): History<State> => ({
  past: [...past, present].slice(-longestPast),
  present: next,
  future: [],
});

/** The history itself where there is nothing to take back. */
export function undo<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
}

export function redo<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}
