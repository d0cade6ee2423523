import { type FormEvent, type ReactNode, useRef, useState } from "react";
import type { Session } from "../data/session.ts";
import { Logo } from "../header/logo.tsx";
import { LanguageChoice, ThemeChoice } from "../header/menu.tsx";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { View } from "../ui/view.tsx";
import { mistakeOf } from "./key-mistake.ts";
import styles from "./sign-in.module.css";
import { text } from "./text.ts";

export interface SignInProps {
  readonly session: Session;
  /** Whether a key was given that is no good. */
  readonly refused: boolean;
}

/** Asks for the key, where the gateway does. */
export function SignIn({ session, refused }: SignInProps): ReactNode {
  const t = useText(text);
  const input = useRef<HTMLInputElement>(null);
  const [mistake, setMistake] = useState<"empty" | "notAKey">();
  const [isAsking, setAsking] = useState(false);
  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const key = input.current?.value ?? "";
    const found = mistakeOf(key);
    setMistake(found);
    if (found !== undefined) {
      input.current?.focus();
      return;
    }
    setAsking(true);
    await session.signIn(key);
    setAsking(false);
    input.current?.select();
  };
  return (
    <main className={styles.main}>
      <View
        title={t.title}
        above={
          <span className={styles.brand}>
            <Logo /> Plenticore Gateway
          </span>
        }
      >
        <Panel>
          <form className={styles.form} onSubmit={(event) => void signIn(event)} noValidate>
            <p>{t.why}</p>
            {refused && mistake === undefined && !isAsking && (
              <Notice kind="error" title={t.refusedTitle} live>
                <p>{t.refused}</p>
              </Notice>
            )}
            <label className={styles.field}>
              <span>{t.key}</span>
              <input
                ref={input}
                type="password"
                name="key"
                autoComplete="current-password"
                autoCapitalize="none"
                spellCheck={false}
                aria-invalid={mistake !== undefined}
                aria-describedby="key-note"
              />
            </label>
            <p id="key-note" className={styles.note} data-mistake={mistake !== undefined} role={mistake && "alert"}>
              {mistake === undefined ? t.keyNote : t[mistake]}
            </p>
            <Button type="submit" look="primary" disabled={isAsking}>
              {isAsking ? t.asking : t.signIn}
            </Button>
          </form>
        </Panel>
        <div className={styles.choices}>
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </View>
    </main>
  );
}
