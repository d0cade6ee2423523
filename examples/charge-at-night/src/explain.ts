import { type BatteryQuery, isGatewayError, type SetBatteryLimitsMutation, type ViewerQuery } from "@plenticore/client";

/** Why this battery can't be charged with this key, or undefined where nothing is known to be in the way. */
export function hindrance(viewer: ViewerQuery["viewer"], inverter: BatteryQuery["inverter"]): string | undefined {
  const battery = inverter?.live?.battery;
  if (viewer.role === "VIEWER") return "this key may only look: it takes one of an OPERATOR";
  if (viewer.readOnly || inverter?.readOnly) return "the gateway, or this inverter, is configured as readOnly";
  if (!battery) return "it has no battery";
  if (battery.stateOfCharge === null) return "its state of charge is unknown";
  if (inverter.capabilities?.battery?.limits === "NO") {
    return "it takes no power from outside; on older inverters an installer sets Battery:ExternControl to 2 first";
  }
  if (inverter.batteryLimits) return `its battery is leased already, until ${inverter.batteryLimits.until}`;
  return undefined;
}

export interface Refusal {
  readonly why: string;
  /** Whether it is worth another try. */
  readonly again: boolean;
  /** Whether the inverter may hold it all the same. Default: false. */
  readonly mayHold?: boolean;
}

/** Every member of the union by name: when the API gets another one, this does not compile. Undefined: it was done. */
export function refusalOf(result: SetBatteryLimitsMutation["setBatteryLimits"]): Refusal | undefined {
  switch (result.__typename) {
    case "SetBatteryLimitsSuccess": {
      const { outcome } = result;
      if (outcome === "APPLIED" || outcome === "UNCHANGED") return undefined;
      if (outcome === "UNREADABLE") {
        return { why: "it was sent, and could not be read back", again: false, mayHold: true };
      }
      return {
        why: `the inverter took the power and does not hold it (${outcome}): this login may not set it`,
        again: false,
      };
    }
    case "ForbiddenFailure":
      return { why: `${result.message}; it takes a key of the role ${result.required}`, again: false };
    case "SettingFailure": {
      const { message, settingId, min, max } = result;
      return {
        why: min === null && max === null ? message : `${message} (${settingId}: ${min} to ${max})`,
        again: false,
      };
    }
    case "InverterFailure":
      // Also what timed out or broke off may have been carried out.
      if (result.code !== "NOT_AVAILABLE") return { why: result.message, again: result.retryable, mayHold: true };
      return { why: `${result.message}; newer ones charge from the grid by their week plan`, again: false };
    default:
      return result satisfies never;
  }
}

export function explain(error: unknown, url: string, hasKey: boolean): string {
  if (!isGatewayError(error)) return error instanceof Error ? error.message : String(error);
  if (error.code === "GATEWAY_UNREACHABLE") return `No gateway at ${url} (PLENTICORE_URL). Is it running?`;
  if (error.code !== "UNAUTHENTICATED") return `${error.code}: ${error.message}`;
  return hasKey ? "The gateway refuses the key in PLENTICORE_KEY." : "The gateway wants a key: set PLENTICORE_KEY.";
}
