import { PlenticoreError } from "@plenticore/core";

/** What is hidden from the viewer is answered like what does not exist. @throws PlenticoreError NOT_FOUND */
export function notFound(what: string, ...ids: string[]): never {
  throw new PlenticoreError("NOT_FOUND", `there is no ${what} ${ids.map((id) => JSON.stringify(id)).join(", ")}`);
}
