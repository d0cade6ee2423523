// The compiler would widen the strings of the JSON file; test/data.test.ts proves that it keeps to this type.
import type { ProcessDataJson } from "../src/data.ts";

declare const entries: readonly ProcessDataJson[];
export default entries;
