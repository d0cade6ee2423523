import type { ReactNode } from "react";
import { useLocation, useRoute } from "wouter";
import { useViewer } from "../data/context.tsx";
import { idIn, paths } from "../paths.ts";
import { useText } from "../text/use-text.ts";
import styles from "./header.module.css";
import { text } from "./text.ts";

/** Which plant the overview is about; where there is one only, it is not there. */
export function PlantChoice(): ReactNode {
  const t = useText(text);
  const { plants } = useViewer();
  const [, go] = useLocation();
  const [, chosen] = useRoute<{ id: string }>("/plants/:id");
  return (
    <select
      className={styles.select}
      aria-label={t.plant}
      value={(chosen && idIn(chosen.id, plants)) ?? ""}
      onChange={({ currentTarget: { value } }) => go(value === "" ? paths.overview : paths.plant(value))}
    >
      <option value="">{t.allPlants}</option>
      {plants.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
