import type { ReactNode } from "react";
import { adviceFor } from "../failure/advice.ts";
import { GatewayWords } from "../failure/gateway-words.tsx";
import { stateText } from "../fleet/state-text.ts";
import { useLanguage } from "../text/language.ts";
import { useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import { text } from "./text.ts";
import type { ControlledInverter } from "./use-controls.ts";

/** That an inverter is not there, why, and what to do. */
export function NotOnline({ state, code, reason }: ControlledInverter["availability"]): ReactNode {
  const t = useText(text);
  const states = useText(stateText);
  const language = useLanguage();
  const why = code === null ? "" : states.reason(code);
  const advice = code === null ? undefined : adviceFor(code, language);
  return (
    <Notice kind="warning">
      <p>{t.notOnline([states[state], why].filter((part) => part !== "").join(": "))}</p>
      {advice !== undefined && <p>{advice.todo}</p>}
      {reason !== null && <GatewayWords message={reason} />}
    </Notice>
  );
}
