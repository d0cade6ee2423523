export { DocumentError, readDocument } from "./document.ts";
export { describeProblem, SpecificationError, type SpecificationProblem } from "./errors.ts";
export { type GenerateInput, generate } from "./generate.ts";
export type { Json, JsonObject } from "./json.ts";
export { type Drift, ForeignFileError, findDrift, writeOutput } from "./output.ts";
export { applyOverlay } from "./overlay/apply.ts";
export type { OverlaySource } from "./overlay/overlay-object.ts";
