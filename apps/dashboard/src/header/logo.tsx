import type { ReactNode } from "react";

/** The sign of public/icon.svg, without its ground. */
export const Logo = (): ReactNode => (
  <svg viewBox="8 6 48 48" width="1.75rem" height="1.75rem" aria-hidden="true" focusable="false">
    <circle cx="32" cy="26" r="9" fill="var(--flow-solar)" />
    <path
      d="M32 8v4M19.3 13.3l2.8 2.8M14 26h4M46 26h4M41.9 16.1l2.8-2.8"
      stroke="var(--flow-solar)"
      strokeWidth="3.5"
      strokeLinecap="round"
    />
    <path d="M12 52l6-14h28l6 14z" fill="var(--accent)" />
    <path d="M22.5 38l-3 14M32 38v14M41.5 38l3 14M14.5 45.5h35" stroke="var(--surface)" strokeWidth="2.2" />
  </svg>
);
