/** One thing that the generator can't take, and where it stands. */
export interface SpecificationProblem {
  /** JSON pointer (RFC 6901) into the specification, overlays applied; for an overlay's own mistake, into the overlay. */
  readonly pointer: string;
  readonly message: string;
  /** The file, where it isn't the specification. */
  readonly source?: string;
}

/** Everything found wrong with the input, in the order of the document. */
export class SpecificationError extends Error {
  readonly problems: readonly SpecificationProblem[];

  constructor(problems: readonly SpecificationProblem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.name = "SpecificationError";
    this.problems = problems;
  }
}

/** One line: `#/paths/~1pets/get: message`. */
export function describeProblem(problem: SpecificationProblem): string {
  const source = problem.source === undefined ? "" : `${problem.source} `;
  return `${source}#${problem.pointer}: ${problem.message}`;
}
