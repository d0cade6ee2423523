/** Gives a place back; twice is as good as once. */
export type Leave = () => void;

/** Takes one of so many places of a name. @returns undefined: there is none left */
export function takePlace(taken: Map<string, number>, name: string, most: number): Leave | undefined {
  const count = taken.get(name) ?? 0;
  if (count >= most) return undefined;
  taken.set(name, count + 1);
  return once(() => {
    const left = (taken.get(name) ?? 1) - 1;
    if (left === 0) taken.delete(name);
    else taken.set(name, left);
  });
}

export function once(action: () => void): Leave {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
