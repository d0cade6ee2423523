import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useMay, useViewer } from "../data/context.tsx";
import { paths } from "../paths.ts";
import { useText } from "../text/use-text.ts";
import { ConnectionMark } from "./connection-mark.tsx";
import styles from "./header.module.css";
import { Logo } from "./logo.tsx";
import { Menu } from "./menu.tsx";
import { PlantChoice } from "./plant-choice.tsx";
import { text } from "./text.ts";

/** Name, views, and what holds for all of them. */
export function Header(): ReactNode {
  const t = useText(text);
  const mayAdd = useMay("ADMIN");
  const [location] = useLocation();
  const { plants } = useViewer();
  const views: readonly (readonly [href: string, label: string, isHere: boolean])[] = [
    [paths.overview, t.overview, location === paths.overview || location.startsWith("/plants/")],
    [paths.fleet, t.fleet, location === paths.fleet || location.startsWith("/inverters/")],
    ...(mayAdd ? ([[paths.add, t.add, location === paths.add]] as const) : []),
  ];
  return (
    <header className={styles.header}>
      <div className={styles.inside}>
        <Link href={paths.overview} className={styles.brand}>
          <Logo />
          <span className={styles.name}>Plenticore</span>
        </Link>
        <nav className={styles.views} aria-label={t.views}>
          {views.map(([href, label, isHere]) => (
            <Link key={href} href={href} className={styles.view} aria-current={isHere ? "page" : undefined}>
              {label}
            </Link>
          ))}
        </nav>
        <div className={styles.tools}>
          {plants.length > 1 && <PlantChoice />}
          <ConnectionMark />
          <Menu />
        </div>
      </div>
    </header>
  );
}
