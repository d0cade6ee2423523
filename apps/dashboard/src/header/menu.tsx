import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { useData } from "../data/context.tsx";
import { type Theme, themeChoice, themes, useTheme } from "../data/theme.ts";
import type { Language } from "../text/define-text.ts";
import { languageChoice, useLanguage } from "../text/language.ts";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import styles from "./menu.module.css";
import { text } from "./text.ts";

/** Who looks, how the page looks, and the way out. */
export function Menu(): ReactNode {
  const t = useText(text);
  const { session, viewer, hasKey } = useData();
  const menu = useRef<HTMLDetailsElement>(null);
  const [location] = useLocation();
  useEffect(() => {
    const close = (event: Event): void => {
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !menu.current?.contains(event.target as Node)) {
        menu.current?.removeAttribute("open");
      }
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  // Whoever went on to another view is done here.
  useEffect(() => menu.current?.removeAttribute("open"), [location]);
  return (
    <details ref={menu} className={styles.menu}>
      <summary className={styles.summary}>{t.menu}</summary>
      <div className={styles.panel}>
        <dl className={styles.who}>
          <dt>{t.signedInAs}</dt>
          <dd>{viewer.name}</dd>
          <dt>{t.role}</dt>
          <dd>{t.roles(viewer.role)}</dd>
        </dl>
        {viewer.readOnly && <p className={styles.note}>{t.readOnly}</p>}
        <LanguageChoice />
        <ThemeChoice />
        {hasKey && <Button onClick={() => session.signOut()}>{t.signOut}</Button>}
      </div>
    </details>
  );
}

export function LanguageChoice(): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  return (
    <label className={styles.choice}>
      <span>{t.language}</span>
      <select value={language} onChange={(event) => languageChoice.set(event.currentTarget.value as Language)}>
        <option value="en" lang="en">
          English
        </option>
        <option value="de" lang="de">
          Deutsch
        </option>
      </select>
    </label>
  );
}

export function ThemeChoice(): ReactNode {
  const t = useText(text);
  const theme = useTheme();
  return (
    <label className={styles.choice}>
      <span>{t.theme}</span>
      <select value={theme} onChange={(event) => themeChoice.set(event.currentTarget.value as Theme)}>
        {themes.map((value) => (
          <option key={value} value={value}>
            {t[value]}
          </option>
        ))}
      </select>
    </label>
  );
}
