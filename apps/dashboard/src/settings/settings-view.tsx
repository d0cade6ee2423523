import type { Role } from "@plenticore/client";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useViewer } from "../data/context.tsx";
import { problemAt, problemOf } from "../failure/problem.ts";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { paths } from "../paths.ts";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { View } from "../ui/view.tsx";
import { AllSettings } from "./all-settings.tsx";
import { BatteryCards } from "./battery-cards.tsx";
import { DangerZone } from "./danger-zone.tsx";
import { NotOnline } from "./not-online.tsx";
import { type Hindrance, hindrance } from "./rights.ts";
import styles from "./settings-view.module.css";
import { ShadowManagement } from "./shadow-management.tsx";
import { type SettingsText, text } from "./text.ts";
import { type ControlledInverter, useControls } from "./use-controls.ts";

export interface SettingsViewProps {
  readonly inverterId: string;
}

/** What may be changed of an inverter, by whom, and what came of it. */
export function SettingsView({ inverterId }: SettingsViewProps): ReactNode {
  const t = useText(text);
  const { plants } = useViewer();
  const name = plants.flatMap(({ inverters }) => inverters).find(({ id }) => id === inverterId)?.name ?? inverterId;
  const { inverter, error, isUnanswered, fetching, askAgain } = useControls(inverterId);
  return (
    <View title={t.title(name)} above={<Link href={paths.inverter(inverterId)}>{t.back}</Link>}>
      {error !== undefined && isUnanswered && (
        <ProblemNotice problem={problemOf(error)}>
          {inverter && <p>{t.notAsked}</p>}
          <Button aria-disabled={fetching} onClick={askAgain}>
            {t.again}
          </Button>
        </ProblemNotice>
      )}
      {inverter ? (
        <Controls inverter={inverter} error={error} onChanged={askAgain} />
      ) : (
        <p role="status">{fetching ? t.loading : !isUnanswered && t.notFound}</p>
      )}
    </View>
  );
}

interface ControlsProps {
  readonly inverter: ControlledInverter;
  readonly error: Parameters<typeof problemAt>[0];
  readonly onChanged: () => void;
}

function Controls({ inverter, error, onChanged }: ControlsProps): ReactNode {
  const t = useText(text);
  const { role, readOnly } = useViewer();
  const standing = { role, readOnly, inverterReadOnly: inverter.readOnly };
  const inTheWay = hindrance(standing, "OPERATOR");
  const canWrite = inTheWay === undefined;
  const { availability, capabilities } = inverter;
  const capabilityProblem = problemAt(error, "capabilities");
  return (
    <>
      {inTheWay !== undefined && <Notice>{hindranceName(t, inTheWay, role)}</Notice>}
      {availability.state !== "ONLINE" && <NotOnline {...availability} />}
      <p className={styles.soft}>{loginName(t, inverter.session?.role)}</p>
      {capabilityProblem !== undefined && (
        <ProblemNotice problem={capabilityProblem} live={false}>
          <Button onClick={onChanged}>{t.again}</Button>
        </ProblemNotice>
      )}
      <BatteryCards inverter={inverter} error={error} canWrite={canWrite} onChanged={onChanged} />
      {capabilities?.shadowManagement && (
        <Card title={t.shadow}>
          <ShadowManagement inverterId={inverter.id} shadow={capabilities.shadowManagement} canWrite={canWrite} />
        </Card>
      )}
      <Card title={t.all}>
        <AllSettings inverterId={inverter.id} canWrite={canWrite} />
      </Card>
      <DangerZone inverter={inverter} standing={standing} onChanged={onChanged} />
    </>
  );
}

const installers = new Set(["INSTALLER", "SERVICE", "TECHNICIAN", "ADMIN"]);

function loginName(t: SettingsText, role: string | undefined): string {
  if (role === "USER") return t.loginOwner;
  return role !== undefined && installers.has(role) ? t.loginInstaller : t.loginUnknown;
}

/** Why all is shown only, and what would change that. */
function hindranceName(t: SettingsText, inTheWay: Hindrance, role: Role): string {
  if (inTheWay === "gateway-read-only") return t.gatewayReadOnly;
  return inTheWay === "inverter-read-only" ? t.inverterReadOnly : t.needsRole(inTheWay.required, role);
}
