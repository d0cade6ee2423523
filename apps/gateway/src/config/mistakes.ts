/** One thing wrong with the configuration, where a person finds it. The message never holds a secret. */
export interface Mistake {
  /** `gateway.yaml:3:5`, or only the file where no line can be named. */
  readonly place: string;
  /** `plants[0].inverters[1].url`; empty for the file as a whole. */
  readonly key: string;
  readonly message: string;
}

export const describeMistake = ({ place, key, message }: Mistake): string =>
  key === "" ? `${place}: ${message}` : `${place}: ${key}: ${message}`;

/** Those without a line first; of one place in the order in which they were found. */
const inLineOrder = (mistakes: readonly Mistake[]): readonly Mistake[] =>
  mistakes.toSorted((one, other) => {
    const [a, b] = [positionOf(one), positionOf(other)];
    return a.line - b.line || a.column - b.column;
  });

function positionOf({ place }: Mistake): { readonly line: number; readonly column: number } {
  const [, line = 0, column = 0] = /:(\d+):(\d+)$/.exec(place) ?? [];
  return { line: Number(line), column: Number(column) };
}

/** All mistakes of a configuration at once, in the order of the file. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly mistakes: readonly Mistake[];

  constructor(found: readonly Mistake[]) {
    const mistakes = inLineOrder(found);
    super(mistakes.map(describeMistake).join("\n"));
    this.mistakes = mistakes;
  }
}

export type Path = readonly (string | number)[];

/** `["plants", 0, "id"]` as `plants[0].id`. */
export const printPath = (path: Path): string =>
  path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
