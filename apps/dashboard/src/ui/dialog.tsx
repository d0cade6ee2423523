import { type ReactNode, useEffect, useId, useRef } from "react";
import { useText } from "../text/use-text.ts";
import styles from "./dialog.module.css";
import { text } from "./text.ts";

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** Escape, the cross, and a click beside the dialog. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside, and gives it back. */
export function Dialog({ open, title, onClose, children }: DialogProps): ReactNode {
  const t = useText(text);
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    if (open && current?.open === false) current.showModal();
    if (!open && current?.open === true) current.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={id}
      onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {open && (
        <div className={styles.inside}>
          <header className={styles.head}>
            <h2 id={id}>{title}</h2>
            <button type="button" className={styles.close} onClick={onClose} aria-label={t.close}>
              <span aria-hidden="true">×</span>
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
