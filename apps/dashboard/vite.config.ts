import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Where `pnpm demo` listens: `pnpm dev` in this folder shows the page that is being worked on with that gateway's values.
const gateway = "http://127.0.0.1:4000";

export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    outDir: "dist/page",
    manifest: true,
    // Browsers of spring 2024 and later: they know light-dark() and nesting.
    target: ["chrome123", "firefox124", "safari17.5"],
    // The page's policy allows no data: but images, and a script that is asked for by name is kept for good.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/graphql": { target: gateway, ws: true }, "/inverters": gateway } },
});
