import { SettingsDocument } from "@plenticore/client";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useQuery } from "urql";
import { problemOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { useLanguage } from "../text/language.ts";
import { useFormat, useText } from "../text/use-text.ts";
import styles from "./all-settings.module.css";
import { isOffered, isOfWeekPlan, keyOf, type Setting } from "./setting.ts";
import { SettingField } from "./setting-field.tsx";
import type { SettingGroup } from "./setting-groups.ts";
import { nameOf } from "./setting-names.ts";
import { limitsName, valueName } from "./setting-words.ts";
import { text } from "./text.ts";
import { useSettingWriter } from "./use-setting-writer.ts";

export interface SettingGroupListProps {
  readonly inverterId: string;
  readonly group: SettingGroup;
  /** Those that are shown. */
  readonly settings: readonly Setting[];
  /** All that it has: they are read together, whatever is searched for. */
  readonly all: readonly Setting[];
  readonly canWrite: boolean;
  /** Opens it, as long as nobody has closed it. */
  readonly open: boolean;
}

/** A group of settings; their values are read when it is opened, in one request. */
export function SettingGroupList(props: SettingGroupListProps): ReactNode {
  const { inverterId, group, settings, all, canWrite, open } = props;
  const t = useText(text);
  const format = useFormat();
  const [isOpen, setOpen] = useState(open);
  useEffect(() => setOpen(open), [open]);
  const write = useSettingWriter(inverterId);
  const [{ data, error, fetching }] = useQuery({
    query: SettingsDocument,
    variables: useMemo(() => ({ inverterId, select: selectorsOf(all) }), [inverterId, all]),
    pause: !isOpen,
    requestPolicy: "network-only",
  });
  const values = useMemo(() => {
    const modules = data?.inverter?.settings ?? [];
    return new Map(
      modules.flatMap(({ moduleId, settings: of }) => of.map(({ id, value }) => [keyOf({ moduleId, id }), value])),
    );
  }, [data]);
  const isRead = data !== undefined && !fetching;
  return (
    <details className={styles.group} open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={styles.summary}>
        <h3>{t.group(group)}</h3>
        <span className={styles.count}>{t.openGroup(format.number(settings.length))}</span>
      </summary>
      {isOpen && (
        <>
          {error !== undefined && <ProblemNotice problem={problemOf(error)} />}
          {fetching && <p role="status">{t.loading}</p>}
          <ul className={styles.settings}>
            {isRead &&
              settings.map((setting) => (
                <SettingRow
                  key={keyOf(setting)}
                  setting={setting}
                  value={values.get(keyOf(setting)) ?? null}
                  canWrite={canWrite}
                  onWrite={(value) => write(setting, value)}
                />
              ))}
          </ul>
        </>
      )}
    </details>
  );
}

interface SettingRowProps {
  readonly setting: Setting;
  readonly value: string | null;
  readonly canWrite: boolean;
  readonly onWrite: Parameters<typeof SettingField>[0]["onWrite"];
}

function SettingRow({ setting, value, canWrite, onWrite }: SettingRowProps): ReactNode {
  const t = useText(text);
  const language = useLanguage();
  const { name, isEnglish } = nameOf(setting, language);
  const details = [
    ...(setting.default === null || setting.default === "" ? [] : [t.preset(valueName(t, setting, setting.default))]),
    ...(canWrite && setting.writable === "UNKNOWN" ? [t.mayBeRefused] : []),
  ];
  const withoutControl = isOfWeekPlan(setting) ? t.inWeekPlan : isOffered(setting) ? undefined : t.readOnlySetting;
  return (
    <li className={styles.setting}>
      <div className={styles.name}>
        <p {...(isEnglish && language !== "en" && { lang: "en" })}>{name}</p>
        <p className={styles.id}>
          <code>{keyOf(setting)}</code>
        </p>
        {details.length > 0 && <p className={styles.count}>{details.join(" · ")}</p>}
      </div>
      {canWrite && withoutControl === undefined ? (
        <SettingField setting={setting} label={name} showLabel={false} value={value} onWrite={onWrite} />
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
