import { SettingsDocument } from "@plenticore/client";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { useQuery } from "urql";
import { problemOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import styles from "./all-settings.module.css";
import { isOffered, isOfWeekPlan, keyOf, type Setting } from "./setting.ts";
import { SettingField, type SettingFieldProps } from "./setting-field.tsx";
import type { SettingGroup } from "./setting-groups.ts";
import { nameOf } from "./setting-names.ts";
import { limitsName, valueName } from "./setting-words.ts";
import { text } from "./text.ts";
import { useSettingWriter } from "./use-setting-writer.ts";

export interface SettingGroupListProps {
  readonly inverterId: string;
  readonly group: SettingGroup;
  /** All that it has: they are read together, whatever is searched for. */
  readonly all: readonly Setting[];
  /** Those of them that are searched for: only they are shown. */
  readonly found: ReadonlySet<Setting>;
  readonly canWrite: boolean;
  /** Whether a search opens what it has found. */
  readonly narrow: boolean;
}

/**
 * A group of settings; their values are read when it is opened, in one request. It is open while a search has found
 * something in it, or when somebody has opened it or typed in it; what is typed or was
 * read back after a write outlives closing it and any search.
 */
export function SettingGroupList(props: SettingGroupListProps): ReactNode {
  const { inverterId, group, all, found, canWrite, narrow } = props;
  const t = useText(text);
  const format = useFormat();
  const [wanted, setWanted] = useState<boolean>();
  const [inUse, setInUse] = useState<ReadonlySet<string>>(new Set());
  const searched = narrow && found.size > 0;
  // A new search opens what was closed in the one before.
  useEffect(() => setWanted((now) => (now === true ? now : undefined)), [searched]);
  const isOpen = wanted ?? searched;
  const use = useCallback((key: string, isUsed: boolean): void => {
    setInUse((now) => {
      if (now.has(key) === isUsed) return now;
      return new Set(isUsed ? [...now, key] : [...now].filter((other) => other !== key));
    });
    if (isUsed) setWanted(true);
  }, []);
  const write = useSettingWriter(inverterId);
  const [{ data, error, fetching }] = useQuery({
    query: SettingsDocument,
    variables: useMemo(() => ({ inverterId, select: selectorsOf(all) }), [inverterId, all]),
    // Read anew when it is opened again, which must not take away what is typed.
    pause: !isOpen && inUse.size === 0,
    requestPolicy: "network-only",
  });
  const values = useMemo(() => {
    const modules = data?.inverter?.settings ?? [];
    return new Map(
      modules.flatMap(({ moduleId, settings: of }) => of.map(({ id, value }) => [keyOf({ moduleId, id }), value])),
    );
  }, [data]);
  const isRead = data !== undefined && !fetching;
  const shown = all.filter((setting) => inUse.has(keyOf(setting)) || (isOpen && isRead && found.has(setting)));
  return (
    <details
      className={styles.group}
      hidden={found.size === 0}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        // It is told of what a search opens and closes, too.
        if (currentTarget.open !== isOpen) setWanted(currentTarget.open);
      }}
    >
      <summary className={styles.summary}>
        <h3>{t.group(group)}</h3>
        <span className={styles.count}>{t.openGroup(format.number(found.size))}</span>
      </summary>
      {isOpen && error !== undefined && <ProblemNotice problem={problemOf(error)} />}
      {isOpen && fetching && <p role="status">{t.loading}</p>}
      {shown.length > 0 && (
        <ul className={styles.settings}>
          {shown.map((setting) => (
            <SettingRow
              key={keyOf(setting)}
              setting={setting}
              value={values.get(keyOf(setting)) ?? null}
              answer={values}
              canWrite={canWrite}
              hidden={!found.has(setting)}
              onWrite={(value) => write(setting, value)}
              onUse={use}
            />
          ))}
        </ul>
      )}
    </details>
  );
}

interface SettingRowProps {
  readonly setting: Setting;
  readonly value: string | null;
  readonly answer: unknown;
  readonly canWrite: boolean;
  /** It is kept for what is typed in it only. */
  readonly hidden: boolean;
  readonly onWrite: SettingFieldProps["onWrite"];
  readonly onUse: (key: string, inUse: boolean) => void;
}

function SettingRow({ setting, value, answer, canWrite, hidden, onWrite, onUse }: SettingRowProps): ReactNode {
  const t = useText(text);
  const key = keyOf(setting);
  const use = useCallback((inUse: boolean) => onUse(key, inUse), [onUse, key]);
  const language = useLanguage();
  const { name, isEnglish } = nameOf(setting, language);
  const withoutControl = isOfWeekPlan(setting) ? t.inWeekPlan : isOffered(setting) ? undefined : t.readOnlySetting;
  return (
    <li className={styles.setting} hidden={hidden}>
      <div className={styles.name}>
        <p {...(isEnglish && language !== "en" && { lang: "en" })}>{name}</p>
        <p className={styles.id}>
          <code>{key}</code>
        </p>
        {setting.default !== null && setting.default !== "" && (
          <p className={styles.count}>{t.preset(valueName(t, setting, setting.default))}</p>
        )}
      </div>
      {canWrite && withoutControl === undefined ? (
        <SettingField
          setting={setting}
          label={name}
          showLabel={false}
          value={value}
          answer={answer}
          onWrite={onWrite}
          onUse={use}
        />
      ) : (
        <div>
          {!isOfWeekPlan(setting) && <p className={styles.value}>{valueName(t, setting, value)}</p>}
          <p className={styles.count}>
            {[withoutControl, limitsName(t, setting)].filter((part) => part !== undefined).join(" · ")}
          </p>
        </div>
      )}
    </li>
  );
}

/** In an order of its own, so that the same settings are the same question. */
function selectorsOf(settings: readonly Setting[]): { moduleId: string; ids: string[] }[] {
  const byModule = Map.groupBy(settings, ({ moduleId }) => moduleId);
  return Array.from(byModule, ([moduleId, of]) => ({ moduleId, ids: of.map(({ id }) => id) }));
}
