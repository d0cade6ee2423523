import type { ReactNode } from "react";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Notice, type NoticeProps } from "../ui/notice.tsx";
import { adviceFor } from "./advice.ts";
import { GatewayWords } from "./gateway-words.tsx";
import type { Problem } from "./problem.ts";
import { text } from "./text.ts";

export interface ProblemNoticeProps {
  readonly problem: Problem;
  /** What it is a part of, or keeps from being. Default: what went wrong. */
  readonly title?: string;
  /** Default: error. */
  readonly kind?: NoticeProps["kind"];
  /** Whether it is read out as it comes up. Default: it is. */
  readonly live?: boolean;
  /** What belongs to this failure only, as a button that helps. */
  readonly children?: ReactNode;
}

/** What went wrong, what to do, and the gateway's own words with the code for those who report it. */
export function ProblemNotice({
  problem,
  title,
  kind = "error",
  live = true,
  children,
}: ProblemNoticeProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  const { code, message, retryAfterMs, min, max, required, isWrite } = problem;
  const advice = adviceFor(code, useLanguage(), isWrite);
  return (
    <Notice kind={kind} live={live} title={title ?? advice?.what ?? t.unknownCode}>
      {advice !== undefined && (
        <p>
          {title !== undefined && advice.what} {advice.todo}
        </p>
      )}
      {required !== undefined && <p>{t.needs(required)}</p>}
      {typeof min === "string" && typeof max === "string" && <p>{t.limits(min, max)}</p>}
      {typeof retryAfterMs === "number" && <p>{t.wait(format.age(Math.max(2, retryAfterMs / 1000)))}</p>}
      <GatewayWords code={code} message={message} />
      {children}
    </Notice>
  );
}
