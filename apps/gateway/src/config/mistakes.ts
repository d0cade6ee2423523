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

/** All mistakes of a configuration at once. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(describeMistake).join("\n"));
    this.mistakes = mistakes;
  }
}

export type Path = readonly (string | number)[];

/** `["plants", 0, "id"]` as `plants[0].id`. */
export const printPath = (path: Path): string =>
  path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
