import { type ReactNode, useId, useMemo, useState } from "react";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import styles from "./all-settings.module.css";
import { isOffered, type Setting } from "./setting.ts";
import { SettingGroupList } from "./setting-group-list.tsx";
import { grouped } from "./setting-groups.ts";
import { nameOf } from "./setting-names.ts";
import { isFound } from "./setting-search.ts";
import { text } from "./text.ts";
import { useSettingList } from "./use-setting-list.ts";

export interface AllSettingsProps {
  readonly inverterId: string;
  /** Whether this key and this configuration allow writing at all. */
  readonly canWrite: boolean;
}

/** Every setting that the inverter lists, by group, to be searched; hundreds of them. */
export function AllSettings({ inverterId, canWrite }: AllSettingsProps): ReactNode {
  const t = useText(text);
  const { settings, problem, askAgain } = useSettingList(inverterId);
  if (settings === undefined) {
    if (problem === undefined) return <p role="status">{t.listLoading}</p>;
    return (
      <ProblemNotice problem={problem}>
        <Button onClick={askAgain}>{t.again}</Button>
      </ProblemNotice>
    );
  }
  return <SearchedSettings inverterId={inverterId} settings={settings} canWrite={canWrite} />;
}

interface SearchedSettingsProps extends AllSettingsProps {
  readonly settings: readonly Setting[];
}

function SearchedSettings({ inverterId, settings, canWrite }: SearchedSettingsProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const format = useFormat();
  const id = useId();
  const [search, setSearch] = useState("");
  const [onlyMine, setOnlyMine] = useState(canWrite);
  const all = useMemo(() => grouped(settings), [settings]);
  const found = new Set(
    settings.filter(
      (setting) =>
        (!onlyMine || isOffered(setting)) &&
        (search.trim() === "" || isFound(search.trim(), setting, nameOf(setting, language).name)),
    ),
  );
  // Closed groups ask nothing of the inverter; those of a search that has narrowed it down are opened for whoever searches.
  const isNarrow = search.trim() !== "" && found.size <= 40;
  return (
    <div className={styles.all}>
      {canWrite && settings.some(({ writable }) => writable === "UNKNOWN") && (
        <p className={styles.count}>{t.mayBeRefused}</p>
      )}
      <search className={styles.search}>
        <label htmlFor={id}>{t.search}</label>
        <input
          id={id}
          type="search"
          value={search}
          placeholder={t.searchHint}
          onChange={({ target }) => setSearch(target.value)}
        />
        <label className={styles.mine}>
          <input type="checkbox" checked={onlyMine} onChange={({ target }) => setOnlyMine(target.checked)} />
          {t.onlyMine}
        </label>
        <p role="status" className={styles.count}>
          {found.size === 0 ? t.nothingFound : t.found(format.number(found.size), format.number(settings.length))}
        </p>
      </search>
      <div>
        {all.map(({ group, settings: of }) => (
          <SettingGroupList
            key={group}
            inverterId={inverterId}
            group={group}
            all={of}
            found={new Set(of.filter((setting) => found.has(setting)))}
            canWrite={canWrite}
            narrow={isNarrow}
          />
        ))}
      </div>
    </div>
  );
}
