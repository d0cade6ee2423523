// The compiler would widen the strings of the JSON file; test/data.test.ts proves that it keeps to this type.
import type { SettingJson } from "../src/data.ts";

declare const entries: readonly SettingJson[];
export default entries;
