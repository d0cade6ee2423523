import type { Handlers } from "@plenticore/rest";
import { authHandlers } from "./auth.ts";
import type { Call } from "./call.ts";
import { eventHandlers } from "./events.ts";
import { informationHandlers } from "./information.ts";
import { logdataHandlers } from "./logdata.ts";
import { processDataHandlers } from "./process-data.ts";
import { settingsHandlers } from "./settings.ts";
import { systemHandlers } from "./system.ts";

/** All 27 operations: the type proves that none is missing. */
export const handlers: Handlers<Call> = {
  ...authHandlers,
  ...informationHandlers,
  ...processDataHandlers,
  ...settingsHandlers,
  ...eventHandlers,
  ...logdataHandlers,
  ...systemHandlers,
};
