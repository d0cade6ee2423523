import { mergeConfig } from "vitest/config";
import root from "../../vitest.config.ts";

// Node's own conditions, as in the gateway's tests: with Vite's `development` its schema would be of another graphql.
const conditions = ["node", "module-sync"];

export default mergeConfig(root, { ssr: { resolve: { conditions, externalConditions: conditions } } });
