import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./dialog.module.css";
import { text } from "./text.ts";

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** Escape, the cross, and a click beside the dialog. */
  readonly onClose: () => void;
  /** Something runs whose outcome would be lost: it can't be closed. Default: false. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside, and gives it back. */
export function Dialog({ open, title, onClose, busy = false, children }: DialogProps): ReactNode {
  const t = useText(text);
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    if (open && current?.open === false) current.showModal();
    if (!open && current?.open === true) current.close();
  }, [open]);
  // The browser gives the focus back when a dialog is closed, not when it is taken away.
  useLayoutEffect(() => {
    const { current } = dialog;
    return () => current?.close();
  }, []);
  const close = (): void => {
    if (!busy) onClose();
    // A second Escape closes it in spite of all.
    else if (dialog.current?.open === false) dialog.current.showModal();
  };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        if (busy) event.preventDefault();
      }}
      onClose={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      {open && (
        <div className={styles.inside}>
          <header className={styles.head}>
            <h2 id={id}>{title}</h2>
            <button type="button" className={styles.close} onClick={close} aria-disabled={busy} aria-label={t.close}>
              <span aria-hidden="true">×</span>
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
