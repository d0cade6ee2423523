import { type ReactNode, useLayoutEffect, useRef } from "react";

export interface KeepFocusProps {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A place whose buttons replace each other: where one goes that had the focus, what came instead has it, not the page's top. */
export function KeepFocus({ className, children }: KeepFocusProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const focused = useRef<Element>(undefined);
  // After each render: any of them may have taken it away.
  useLayoutEffect(() => {
    if (focused.current?.isConnected !== false) return;
    focused.current = undefined;
    if (document.activeElement !== document.body) return;
    const next = place.current?.querySelector("button") ?? place.current;
    next?.focus();
  });
  return (
    <div
      ref={place}
      className={className}
      tabIndex={-1}
      onFocus={({ target }) => {
        focused.current = target;
      }}
      onBlur={({ target }) => {
        // A window that is left keeps its focus for the return.
        if (target.isConnected && document.activeElement !== target) focused.current = undefined;
      }}
    >
      {children}
    </div>
  );
}
