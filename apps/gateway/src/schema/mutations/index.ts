import { builder } from "../builder.ts";
import { actionMutations } from "./actions.ts";
import { batteryLimitsMutations } from "./battery-limits.ts";
import { batteryPlanMutations } from "./battery-plan.ts";
import { fleetMutations } from "./fleet.ts";
import { passwordMutations } from "./password.ts";
import { settingsMutations } from "./settings.ts";

export function defineMutation(): void {
  builder.mutationType({
    fields: (t) => ({
      ...settingsMutations(t),
      ...batteryPlanMutations(t),
      ...batteryLimitsMutations(t),
      ...passwordMutations(t),
      ...actionMutations(t),
      ...fleetMutations(t),
    }),
  });
}
