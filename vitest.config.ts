import { defineConfig } from "vitest/config";

// One configuration for every package: each calls it with --root of its own.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
    passWithNoTests: false,
    restoreMocks: true,
  },
});
