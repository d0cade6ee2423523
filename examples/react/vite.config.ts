import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The page asks the server that it came from, and that passes it on to the gateway: so the key stays here, and no page holds it.
const proxy = {
  "/graphql": {
    target: process.env.PLENTICORE_URL ?? "http://localhost:4000",
    ws: true,
    headers: process.env.PLENTICORE_KEY ? { authorization: `Bearer ${process.env.PLENTICORE_KEY}` } : {},
  },
};

export default defineConfig({ plugins: [react()], server: { proxy }, preview: { proxy } });
