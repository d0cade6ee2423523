import { SettingDescriptionsDocument } from "@plenticore/client";
import { type ReactNode, useId, useMemo, useState } from "react";
import { useQuery } from "urql";
import { problemOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import styles from "./all-settings.module.css";
import { isOffered, type Setting, settingsOf } from "./setting.ts";
import { SettingGroupList } from "./setting-group-list.tsx";
import { grouped } from "./setting-groups.ts";
import { nameOf } from "./setting-names.ts";
import { isFound } from "./setting-search.ts";
import { text } from "./text.ts";

export interface AllSettingsProps {
  readonly inverterId: string;
  /** Whether this key and this configuration allow writing at all. */
  readonly canWrite: boolean;
}

/** Every setting that the inverter lists, by group, to be searched; hundreds of them. */
export function AllSettings({ inverterId, canWrite }: AllSettingsProps): ReactNode {
  const t = useText(text);
  const [{ data, error, fetching }, ask] = useQuery({
    query: SettingDescriptionsDocument,
    variables: { inverterId, moduleIds: null },
    requestPolicy: "cache-first",
  });
  const modules = data?.inverter?.settingDescriptions;
  const settings = useMemo(() => settingsOf(modules ?? []), [modules]);
  if (modules === undefined || modules === null) {
    if (fetching || error === undefined) return <p role="status">{t.listLoading}</p>;
    return (
      <ProblemNotice problem={problemOf(error)}>
        <Button onClick={() => ask({ requestPolicy: "network-only" })}>{t.again}</Button>
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
  const all = useMemo(() => new Map(grouped(settings).map((one) => [one.group, one.settings])), [settings]);
  const found = settings.filter(
    (setting) =>
      (!onlyMine || isOffered(setting)) &&
      (search.trim() === "" || isFound(search.trim(), setting, nameOf(setting, language).name)),
  );
  // Closed groups ask nothing of the inverter; those of a search that has narrowed it down are opened for whoever searches.
  const isNarrow = search.trim() !== "" && found.length <= 40;
  return (
    <div className={styles.all}>
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
          {found.length === 0 ? t.nothingFound : t.found(format.number(found.length), format.number(settings.length))}
        </p>
      </search>
      <div>
        {grouped(found).map(({ group, settings: of }) => (
          <SettingGroupList
            key={group}
            inverterId={inverterId}
            group={group}
            settings={of}
            all={all.get(group) ?? of}
            canWrite={canWrite}
            open={isNarrow}
          />
        ))}
      </div>
    </div>
  );
}
