import { defineConfig, mergeConfig } from "vite";
import page from "./vite.config.ts";

// What only we look at, and the browser tests: built beside the page, never served by the gateway and never published.
export default mergeConfig(
  page,
  defineConfig({
    publicDir: false,
    build: { outDir: "dist/stories", manifest: false, rolldownOptions: { input: "stories.html" } },
  }),
);
