import type { ReactNode } from "react";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import { adviceFor } from "./advice.ts";
import { GatewayWords } from "./gateway-words.tsx";
import type { Problem } from "./problem.ts";
import { text } from "./text.ts";

export interface ProblemNoticeProps {
  readonly problem: Problem;
  /** Whether it is read out as it comes up. Default: it is. */
  readonly live?: boolean;
  /** What belongs to this failure only, as a button that helps. */
  readonly children?: ReactNode;
}

/** What went wrong, what to do, and the gateway's own words with the code for those who report it. */
export function ProblemNotice({ problem, live = true, children }: ProblemNoticeProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const { code, message, retryAfterMs, min, max, required, isWrite } = problem;
  const advice = adviceFor(code, useLanguage(), isWrite);
  return (
    <Notice kind="error" live={live} title={advice?.what ?? t.unknownCode}>
      {advice !== undefined && <p>{advice.todo}</p>}
      {required !== undefined && <p>{t.needs(required)}</p>}
      {typeof min === "string" && typeof max === "string" && <p>{t.limits(min, max)}</p>}
      {typeof retryAfterMs === "number" && <p>{t.wait(format.age(Math.max(2, retryAfterMs / 1000)))}</p>}
      <GatewayWords>
        <code>{code}</code>: {message}
      </GatewayWords>
      {children}
    </Notice>
  );
}
