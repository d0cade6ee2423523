import { type ReactNode, useLayoutEffect, useRef } from "react";

export interface KeepFocusProps {
  readonly className?: string | undefined;
  /** What has the focus next. Default: the first button that is there, else the place. */
  readonly next?: () => HTMLElement | null;
  readonly children: ReactNode;
}

/** A place whose buttons replace each other: where one goes that had the focus, what came instead has it, not the page's top. */
export function KeepFocus({ className, next, children }: KeepFocusProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const focused = useRef<Element>(undefined);
  // After each render: any of them may have taken it away.
  useLayoutEffect(() => {
    if (focused.current?.isConnected !== false) return;
    focused.current = undefined;
    if (document.activeElement !== document.body) return;
    const heir = next?.() ?? place.current?.querySelector("button") ?? place.current;
    heir?.focus();
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
