import { mergeConfig } from "vitest/config";
import root from "../../vitest.config.ts";

// Node's own conditions: with Vite's `development`, tests would load another build of graphql than Pothos and Yoga do.
const conditions = ["node", "module-sync"];

// What stays in memory is measured after a collection.
export default mergeConfig(root, {
  test: { execArgv: ["--expose-gc"] },
  ssr: { resolve: { conditions, externalConditions: conditions } },
});
