import type { Answer, Documented, Success } from "./contract.ts";
import type { OperationEntry } from "./entry.ts";

// Stands for the generated operations.ts, so that the files beside it can be compiled here. Never emitted.

export interface Operations {
  readonly example: {
    readonly args: { readonly path: { readonly id: string } };
    readonly request: {
      readonly path: { readonly id: string };
      readonly query: object;
      readonly header: object;
      readonly body: undefined;
    };
    readonly success: Success<200, string>;
    readonly failure: Documented<404, undefined>;
    readonly answer: Answer<200, string>;
  };
}

export const operations = {
  example: { method: "GET", path: "/example/{id}", authenticated: false, accept: "json", parameters: [], answers: {} },
} as const satisfies Readonly<Record<string, OperationEntry>>;
