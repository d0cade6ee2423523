import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { useData } from "../data/context.tsx";
import { GatewayWords } from "../failure/gateway-words.tsx";
import type { Problem } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { paths } from "../paths.ts";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { DangerDialog } from "./danger-dialog.tsx";
import styles from "./danger-zone.module.css";
import { type Hindrance, hindrance, type Standing } from "./rights.ts";
import { type SettingsText, text } from "./text.ts";
import { type DangerName, dangerNames, dangers, useDangerActions } from "./use-danger-actions.ts";

export interface DangerZoneProps {
  readonly inverter: { readonly id: string; readonly name: string };
  readonly standing: Standing;
  /** The inverter is another than before: what is shown must be asked anew. */
  readonly onChanged: () => void;
}

/** What takes an inverter away, or can't be taken back. Who may not do it sees which role it needs. */
export function DangerZone({ inverter, standing, onChanged }: DangerZoneProps): ReactNode {
  const t = useText(text);
  const { session } = useData();
  const [, navigate] = useLocation();
  const actions = useDangerActions(inverter.id);
  const [asked, setAsked] = useState<DangerName>();
  const [said, setSaid] = useState<{ readonly done?: string; readonly warning?: string; readonly problem?: Problem }>(
    {},
  );
  const [reconnecting, setReconnecting] = useState(false);
  const done = (name: DangerName | "reconnect", warning: string | undefined): void => {
    setAsked(undefined);
    setSaid({ done: `${titleOf(t, name)}: ${t.done}`, ...(warning !== undefined && { warning }) });
    if (name !== "remove") {
      onChanged();
      return;
    }
    navigate(paths.fleet);
    void session.refresh();
  };
  const reconnect = async (): Promise<void> => {
    if (reconnecting) return;
    setReconnecting(true);
    setSaid({});
    const result = await actions.reconnect("");
    setReconnecting(false);
    if ("problem" in result) setSaid(result);
    else done("reconnect", undefined);
  };
  const row = (name: DangerName | "reconnect", onClick: () => void): ReactNode => {
    const { role, changes } = dangers[name];
    const inTheWay = hindrance(standing, role, changes);
    return (
      <li key={name} className={styles.row}>
        <div>
          <p className={styles.name}>{titleOf(t, name)}</p>
          <p className={styles.hint}>{hintOf(t, name)}</p>
          {inTheWay !== undefined && <p className={styles.way}>{shortName(t, inTheWay)}</p>}
        </div>
        {inTheWay === undefined && (
          <Button look={name === "reconnect" ? "plain" : "danger"} onClick={onClick}>
            {titleOf(t, name)}
            {name !== "reconnect" && " …"}
          </Button>
        )}
      </li>
    );
  };
  return (
    <Card title={t.danger}>
      <p className={styles.hint}>{t.dangerIntro}</p>
      <ul className={styles.rows}>
        {row("reconnect", () => void reconnect())}
        {dangerNames.map((name) => row(name, () => setAsked(name)))}
      </ul>
      <p role="status">{reconnecting && t.running}</p>
      <div className={styles.said}>
        {said.done !== undefined && (
          <Notice kind="good" live>
            {said.done}
          </Notice>
        )}
        {said.warning !== undefined && (
          <Notice kind="warning" live>
            <p>{t.passwordNotStored}</p>
            <GatewayWords message={said.warning} />
          </Notice>
        )}
      </div>
      {said.problem !== undefined && <ProblemNotice problem={said.problem} />}
      {asked !== undefined && (
        <DangerDialog
          key={asked}
          title={titleOf(t, asked)}
          hint={hintOf(t, asked)}
          inverter={inverter}
          withPassword={asked === "password"}
          onRun={actions[asked]}
          onDone={(warning) => done(asked, warning)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Card>
  );
}

const shortName = (t: SettingsText, inTheWay: Hindrance): string =>
  typeof inTheWay === "string" ? t.notWhileReadOnly : t.needsShort(inTheWay.required);

const titleOf = (t: SettingsText, name: DangerName | "reconnect"): string => t[name];
const hintOf = (t: SettingsText, name: DangerName | "reconnect"): string => t[`${name}Hint`];
