import type { Children } from "../children.ts";
import type { Simulators } from "./simulators.ts";

/** A running contestant. */
export interface Server {
  /** Of its GraphQL endpoint. */
  readonly url: string;
  readonly pid: number;
}

export interface Surroundings {
  readonly children: Children;
  readonly simulators: Simulators;
  /** For files of this run. */
  readonly directory: string;
  /** Whether our server is to leave a CPU profile in the working directory. */
  readonly profile: boolean;
}
