// The compiler would widen the strings of the JSON file; test/data.test.ts proves that it keeps to this type.
import type { EventJson } from "../src/data.ts";

declare const entries: readonly EventJson[];
export default entries;
