import { defineConfig, mergeConfig } from "vitest/config";
import root from "../../vitest.config.ts";

// A browser on a busy machine has time, too: what is waited for are facts. Devices take their time, and others work meanwhile.
export default mergeConfig(
  root,
  defineConfig({
    test: { maxWorkers: 3, testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } },
  }),
);
