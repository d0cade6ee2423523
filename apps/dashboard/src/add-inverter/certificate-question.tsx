import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import styles from "./add-inverter.module.css";
import { fingerprintLines } from "./fingerprint.ts";
import { text } from "./text.ts";

/** What an inverter showed as itself. */
export interface Certificate {
  readonly fingerprint256: string;
  readonly subject: string;
  readonly validTo: string;
}

export interface CertificateQuestionProps {
  readonly certificate: Certificate;
  /** Another one was pinned before. */
  readonly isOther: boolean;
  readonly onPin: () => void;
}

/** Asks whether the certificate shown is the inverter's own: only who can look at the inverter knows. */
export function CertificateQuestion({ certificate, isOther, onPin }: CertificateQuestionProps): ReactNode {
  const t = useText(text);
  const format = useFormat();
  return (
    <Notice kind="warning" title={t.certificate} live>
      {isOther && (
        <p>
          <strong>{t.certificateOther}</strong>
        </p>
      )}
      <p>{t.certificateMore}</p>
      <dl className={styles.certificate}>
        <dt>{t.fingerprint}</dt>
        <dd>
          <Fingerprint fingerprint256={certificate.fingerprint256} />
        </dd>
        <dt>{t.subject}</dt>
        <dd>{certificate.subject}</dd>
        <dt>{t.validTo}</dt>
        <dd>{format.date(certificate.validTo)}</dd>
      </dl>
      <Button onClick={onPin}>{t.pin}</Button>
    </Notice>
  );
}

/** In groups and lines that can be compared. */
export const Fingerprint = ({ fingerprint256 }: { readonly fingerprint256: string }): ReactNode => (
  <code className={styles.fingerprint}>
    {fingerprintLines(fingerprint256).map((line) => (
      <span key={line}>{line} </span>
    ))}
  </code>
);
