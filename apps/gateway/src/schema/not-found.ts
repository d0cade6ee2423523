import { PlenticoreError } from "@plenticore/core";

const mostTold = 10;

/** What is hidden from the viewer is answered like what does not exist. @throws PlenticoreError NOT_FOUND */
export function notFound(what: string, ...ids: readonly string[]): never {
  const told = ids.slice(0, mostTold).map((id) => JSON.stringify(id));
  if (ids.length > mostTold) told.push(`${ids.length - mostTold} more`);
  throw new PlenticoreError("NOT_FOUND", `there is no ${what} ${told.join(", ")}`);
}
