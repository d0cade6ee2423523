import type { FleetView } from "./fleet-view.ts";
import type { Role } from "./role.ts";

/** Who asks, and what they may reach. */
export interface Viewer {
  /** The key's name in the configuration or the token's `sub`, never the same for both; `local` where nobody needs either. */
  readonly name: string;
  /** Whether it is known by a key; without keys everybody is the same. */
  readonly hasKey: boolean;
  readonly role: Role;
  readonly fleet: FleetView;
  /** Whether there may be plants that are hidden: nothing told may count or name them. */
  readonly isLimited: boolean;
  /** The same for viewers who may do and see the same. */
  readonly authority: string;
  /** Whether the gateway as a whole refuses every write. */
  readonly readOnly: boolean;
}
