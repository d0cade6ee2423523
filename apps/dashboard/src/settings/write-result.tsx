import type { ReactNode } from "react";
import type { Problem } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import { text } from "./text.ts";

/** What came of writing a setting; `before` and `value` as the device holds them, null where they can't be read. */
export type WriteResult =
  | {
      readonly outcome: "APPLIED" | "UNCHANGED" | "IGNORED" | "UNREADABLE";
      readonly before: string | null;
      readonly value: string | null;
    }
  | { readonly problem: Problem };

export interface WriteResultNoticeProps {
  readonly result: WriteResult;
  /** How a value is shown: with its unit, or hidden. */
  readonly show: (value: string | null) => string;
}

/** Tells what came of a write: before and after, or why not. */
export function WriteResultNotice({ result, show }: WriteResultNoticeProps): ReactNode {
  const t = useText(text);
  if ("problem" in result) return <ProblemNotice problem={result.problem} />;
  const { outcome, before, value } = result;
  switch (outcome) {
    case "APPLIED":
      return (
        <Notice kind="good" live>
          {t.applied(show(before), show(value))}
        </Notice>
      );
    case "UNCHANGED":
      return <Notice live>{t.unchanged(show(value))}</Notice>;
    case "IGNORED":
      return (
        <Notice kind="warning" live>
          {t.ignored(show(value))}
        </Notice>
      );
    case "UNREADABLE":
      return (
        <Notice kind="warning" live>
          {t.unreadBack}
        </Notice>
      );
  }
}
