import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { useData, useViewer } from "../data/context.tsx";
import { ProblemNotice } from "../failure/problem-notice.tsx";
import { paths } from "../paths.ts";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { View } from "../ui/view.tsx";
import styles from "./add-inverter.module.css";
import { CertificateQuestion, Fingerprint } from "./certificate-question.tsx";
import { ConnectionFields } from "./connection-fields.tsx";
import {
  connectionOf,
  connectionProblems,
  type DraftProblem,
  emptyDraft,
  type InverterDraft,
  identityProblems,
  peakPowerOf,
  sameConnection,
} from "./draft.ts";
import { IdentityFields } from "./identity-fields.tsx";
import { proposedId } from "./proposed-id.ts";
import { TestedInverter } from "./tested-inverter.tsx";
import { text } from "./text.ts";
import { useAdding } from "./use-adding.ts";
import { YamlEntry } from "./yaml-entry.tsx";

/** Where an inverter is tried and then taken into the configuration. */
export function AddInverterView(): ReactNode {
  const t = useText(text);
  const { role, readOnly } = useViewer();
  const inTheWay = role !== "ADMIN" ? t.needsRole(role) : readOnly ? t.gatewayReadOnly : undefined;
  return <View title={t.title}>{inTheWay === undefined ? <AddInverterForm /> : <Notice>{inTheWay}</Notice>}</View>;
}

function AddInverterForm(): ReactNode {
  const t = useText(text);
  const { session, viewer } = useData();
  const { plants } = viewer;
  const [, navigate] = useLocation();
  const adding = useAdding();
  const [draft, setDraft] = useState<InverterDraft>(() => emptyDraft(plants[0]?.id ?? ""));
  const [problems, setProblems] = useState<readonly DraftProblem[]>([]);
  const taken = plants.flatMap(({ id, inverters }) => [id, ...inverters.map((inverter) => inverter.id)]);
  const proposed = proposedId(draft.name, taken);
  const id = draft.id.trim() === "" ? proposed : draft.id.trim();
  const connection = connectionOf(draft);
  const { answered, step } = adding;
  const isRefused = connection !== undefined && adding.isRefused(connection);
  // An answer is about what was asked: it goes when the connection is another.
  const answer =
    answered !== undefined && connection !== undefined && sameConnection(answered.connection, connection)
      ? answered
      : undefined;

  const change = (part: Partial<InverterDraft>): void => {
    setDraft({ ...draft, ...part });
    setProblems(problems.filter(({ field }) => !Object.hasOwn(part, field)));
  };
  const test = (tried = connection): void => {
    setProblems(connectionProblems(draft));
    if (tried !== undefined && !adding.isRefused(tried)) void adding.test(tried);
  };
  const pin = (fingerprint256: string): void => {
    setDraft({ ...draft, fingerprint256 });
    const pinned = connectionOf({ ...draft, fingerprint256 });
    if (pinned !== undefined) void adding.test(pinned);
  };
  const inverter = {
    plantId: draft.plantId,
    id,
    name: draft.name.trim(),
    peakPower: peakPowerOf(draft) ?? null,
    connection,
  };
  const save = async (): Promise<void> => {
    const found = [...connectionProblems(draft), ...identityProblems(draft, id, taken)];
    setProblems(found);
    if (found.length > 0 || connection === undefined || answer?.tested === undefined) return;
    if (!(await adding.save({ ...inverter, connection }))) return;
    await session.refresh();
    navigate(paths.inverter(id));
  };
  return (
    <form
      className={styles.form}
      autoComplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (answer?.tested === undefined) test();
        else void save();
      }}
    >
      <p className={styles.hint}>{t.intro}</p>
      <Card title={t.connection}>
        <div className={styles.fields}>
          <ConnectionFields draft={draft} problems={problems} onChange={change} />
          {draft.fingerprint256 !== undefined && (
            <p className={styles.pinned}>
              {t.pinned} <Fingerprint fingerprint256={draft.fingerprint256} />
              <Button look="quiet" onClick={() => change({ fingerprint256: undefined })}>
                {t.unpin}
              </Button>
            </p>
          )}
          <div className={styles.actions}>
            <Button
              look={answer?.tested === undefined ? "primary" : "plain"}
              aria-disabled={step !== "idle" || isRefused}
              onClick={() => test()}
            >
              {t.test}
            </Button>
            <span role="status">{step === "testing" && t.testing}</span>
          </div>
          {isRefused && answer === undefined && <Notice kind="warning">{t.sameSecret}</Notice>}
          {answer?.tested !== undefined && <TestedInverter tested={answer.tested} />}
          {answer?.certificate !== undefined && (
            <CertificateQuestion
              certificate={answer.certificate}
              isOther={draft.fingerprint256 !== undefined}
              onPin={() => pin(answer.certificate?.fingerprint256 ?? "")}
            />
          )}
          {answer?.problem !== undefined && answer.certificate === undefined && answer.tested === undefined && (
            <ProblemNotice problem={answer.problem}>
              {isRefused && <p>{t.sameSecret}</p>}
              {answer.problem.code === "WRONG_PASSWORD" && draft.login === "owner" && <p>{t.masterKeyHint}</p>}
            </ProblemNotice>
          )}
        </div>
      </Card>
      <Card title={t.identity}>
        <div className={styles.fields}>
          <IdentityFields draft={draft} proposed={proposed} plants={plants} problems={problems} onChange={change} />
          <div className={styles.actions}>
            <Button
              look={answer?.tested === undefined ? "plain" : "primary"}
              disabled={answer?.tested === undefined}
              aria-disabled={step !== "idle"}
              onClick={() => void save()}
            >
              {t.save}
            </Button>
            <span role="status" className={styles.hint}>
              {step === "saving" ? t.saving : answer?.tested === undefined && t.testFirst}
            </span>
          </div>
          {answer?.problem !== undefined && answer.tested !== undefined && (
            <ProblemNotice problem={answer.problem}>
              {answer.problem.code === "CONFIGURATION_READ_ONLY" && connection !== undefined && (
                <YamlEntry
                  inverter={{ ...inverter, connection }}
                  plant={plants.find((plant) => plant.id === draft.plantId)?.name ?? draft.plantId}
                />
              )}
            </ProblemNotice>
          )}
        </div>
      </Card>
    </form>
  );
}
