import type { LimitHits } from "../limits/hits.ts";
import type { RequestLimits } from "../limits/limits.ts";
import type { OperationFigures } from "./types.ts";

const descriptions = {
  depth: "fields stand in each other",
  fields: "fields and fragments",
  rootFields: "fields at the top",
  aliases: "aliases",
  directives: "directives",
} as const satisfies Record<keyof OperationFigures, string>;

/** @throws PlenticoreError LIMIT_EXCEEDED that names the first limit that the operation is over */
export function checkFigures(
  figures: OperationFigures,
  limits: Pick<RequestLimits, keyof OperationFigures>,
  hits: LimitHits,
): void {
  for (const name of Object.keys(descriptions) as (keyof OperationFigures)[]) {
    if (figures[name] <= limits[name]) continue;
    throw hits.over(name, `${figures[name]} ${descriptions[name]}; at most ${limits[name]} may be in an operation`);
  }
}
