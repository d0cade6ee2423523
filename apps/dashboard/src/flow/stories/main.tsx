import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { languageChoice } from "../../text/language.ts";
import { Card } from "../../ui/card.tsx";
import { EnergyShares } from "../energy-shares.tsx";
import { FlowPicture } from "../flow-picture.tsx";
import { flowCases } from "./cases.ts";
import { energyCases } from "./energy-cases.ts";
import { LivePicture } from "./live-picture.tsx";
import styles from "./stories.module.css";
import "../../ui/base.css";

// stories.html?lang=de&theme=dark&only=night: what a screenshot needs, without a click.
const wished = new URLSearchParams(location.search);
const theme = wished.get("theme");
const only = wished.get("only");
const language = wished.get("lang") === "de" ? "de" : "en";
languageChoice.set(language);
document.documentElement.lang = language;
if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;

const root = document.getElementById("root");
if (root === null) throw new Error("stories.html has no #root");
createRoot(root).render(
  <StrictMode>
    <main className={styles.stories}>
      <h1>Power flow: the edges of the picture</h1>
      <div className={styles.grid}>
        {flowCases
          .filter(({ key }) => (only ?? key) === key)
          .map(({ key, shows, ...picture }) => (
            <article key={key} data-case={key}>
              <Card title={`${key}: ${picture.name}`}>
                <p className={styles.shows}>{shows}</p>
                <FlowPicture {...picture} />
              </Card>
            </article>
          ))}
        {energyCases
          .filter(({ key }) => (only ?? key) === key)
          .map(({ key, shows, ...shares }) => (
            <article key={key} data-case={key}>
              <Card title={key}>
                <p className={styles.shows}>{shows}</p>
                <EnergyShares {...shares} />
              </Card>
            </article>
          ))}
        {(only ?? "live") === "live" && (
          <article data-case="live">
            <Card title="Live">
              <LivePicture />
            </Card>
          </article>
        )}
      </div>
    </main>
  </StrictMode>,
);
