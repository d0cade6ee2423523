/** Where something failed: a field's name as it was asked for, or a place in a list. */
type Path = readonly (string | number)[];

/**
 * Gives an answer's parts that failed the value they had in the answer before; where such a part tells whether it is `stale`,
 * it is now. What failed then, too, or belongs to another `id`, stays null.
 */
export function keepParts<Data>(
  before: unknown,
  answer: Data,
  failures: readonly { readonly path?: Path | undefined }[],
): Data {
  return failures.reduce<unknown>((kept, { path = [] }) => keep(before, kept, path), answer) as Data;
}

function keep(before: unknown, after: unknown, [step, ...rest]: Path): unknown {
  if (after === null) return aged(before);
  if (step === undefined || !isParent(before) || !isParent(after)) return after;
  if (!(step in after) || before["id"] !== after["id"]) return after;
  const value = keep(before[step], after[step], rest);
  return Array.isArray(after) ? after.with(Number(step), value) : { ...after, [step]: value };
}

type Parent = Readonly<Record<string | number, unknown>>;

const isParent = (value: unknown): value is Parent => typeof value === "object" && value !== null;

function aged(before: unknown): unknown {
  if (before === undefined) return null;
  return isParent(before) && "stale" in before ? { ...before, stale: true } : before;
}
