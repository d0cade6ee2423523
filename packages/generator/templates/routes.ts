import type { Route } from "./entry.ts";

// Stands for the generated routes.ts. Never emitted.

export const routes: readonly Route[] = [];
