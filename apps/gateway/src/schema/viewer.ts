import type { Viewer } from "../auth/viewer.ts";
import { builder } from "./builder.ts";
import { PlantRef } from "./plant.ts";
import { RoleEnum } from "./role.ts";

export const ViewerRef = builder.objectRef<Viewer>("Viewer").implement({
  fields: (t) => ({
    name: t.exposeString("name", { nullable: false }),
    role: t.expose("role", { type: RoleEnum, nullable: false }),
    plants: t.field({ type: [PlantRef], nullable: false, resolve: ({ fleet }) => fleet.plants }),
    readOnly: t.exposeBoolean("readOnly", { nullable: false }),
  }),
});
