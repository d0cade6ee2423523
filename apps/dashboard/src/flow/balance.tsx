import type { ReactNode } from "react";
import { type Format, inOne } from "../text/format.ts";
import { Quantity } from "../ui/quantity.tsx";
import type { Balance } from "./distribute.ts";
import styles from "./flow-picture.module.css";
import { drawnFromWatts } from "./motion.ts";
import type { FlowText } from "./text.ts";
import { isLargeGap } from "./words.ts";

export interface FlowBalanceProps {
  readonly balance: Balance;
  readonly text: FlowText;
  readonly format: Format;
}

/** In, out, losses, and what they leave unaccounted: never hidden, since meters that disagree are worth knowing of. */
export function FlowBalance({ balance, text, format }: FlowBalanceProps): ReactNode {
  const { unaccounted } = balance;
  const gap = unaccounted === null ? null : Math.abs(unaccounted);
  const isLarge = isLargeGap(balance);
  const figures = [
    ["in", balance.in],
    ["out", balance.out],
    ["losses", balance.losses],
    ["unaccounted", gap],
  ] as const;
  return (
    <>
      <dl className={styles.balance}>
        {figures.map(([key, watts]) => (
          <div key={key} data-figure={key} data-large={key === "unaccounted" && isLarge}>
            <dt>{text[key]}</dt>
            <dd>
              <Quantity shown={format.power(watts)} />
            </dd>
          </div>
        ))}
      </dl>
      {gap !== null && gap >= drawnFromWatts && (isLarge || (unaccounted ?? 0) < 0) && (
        <p className={styles.notice} data-notice={isLarge ? "gap" : "more-out"}>
          {(unaccounted ?? 0) < 0 ? `${text.moreOut(inOne(format.power(gap)))}. ` : ""}
          {isLarge ? text.largeGap : ""}
        </p>
      )}
    </>
  );
}
