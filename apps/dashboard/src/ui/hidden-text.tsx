import type { ReactNode } from "react";

/** What screen readers hear and nobody sees. */
export const HiddenText = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <span className="hidden-text">{children}</span>
);
