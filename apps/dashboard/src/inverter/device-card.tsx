import { InverterDetailsDocument } from "@plenticore/client";
import { memo, type ReactNode } from "react";
import { useCatchUp, usePolled } from "../data/polled.ts";
import { inOne } from "../text/format.ts";
import { modelName } from "../text/model-name.ts";
import { roleText, roleWord } from "../text/role-text.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Card } from "../ui/card.tsx";
import { Facts } from "./facts.tsx";
import { Failure } from "./failure.tsx";
import styles from "./inverter.module.css";
import { text } from "./text.ts";

export interface DeviceCardProps {
  readonly inverterId: string;
  /** Its live values are current. */
  readonly reporting: boolean;
}

/** What the device is; it changes with an update, if at all. */
export const DeviceCard = memo(function DeviceCard({ inverterId, reporting }: DeviceCardProps): ReactNode {
  const t = useText(text);
  const roles = useText(roleText);
  const format = useFormat();
  const polled = usePolled(InverterDetailsDocument, { inverterId, maxAge: 60 }, 300);
  const { data, error } = polled;
  useCatchUp(polled, Number(reporting), data && Number(error === undefined));
  const inverter = data?.inverter;
  const { product = null, version = null, session = null, modules = null } = inverter ?? {};
  const watts = (value: number | null | undefined): string | null => (value ? inOne(format.power(value)) : null);
  return (
    <Card title={t.device}>
      <Facts
        facts={[
          { label: t.model, value: modelName(product?.family ?? "", product?.model ?? "") || null },
          { label: t.serial, value: product?.serialNumber ?? null },
          { label: t.software, value: version?.swVersion ?? null },
          { label: t.mc, value: product?.versionMC ?? null },
          { label: t.ioc, value: product?.versionIOC ?? null },
          { label: t.apiVersion, value: version === null ? null : `${version.name} ${version.apiVersion}` },
          { label: t.hostname, value: version?.hostname ?? null },
          { label: t.address, value: inverter?.url ?? null },
          { label: t.peakPower, value: watts(inverter?.peakPower) },
          {
            label: t.maxApparentPower,
            value: product?.maxApparentPower ? inOne(format.quantity(product.maxApparentPower, "VA", 0)) : null,
          },
          { label: t.login, value: session && roleWord(roles, session.role) },
          { label: t.readOnly, value: inverter ? (inverter.readOnly ? t.yes : t.no) : null },
        ]}
      />
      {modules !== null && (
        <details className={styles.details}>
          <summary>{t.modules(format.number(modules.length))}</summary>
          <ul className={styles.modules}>
            {modules.map(({ id, type }) => (
              <li key={id}>
                <code>{id}</code> <span className={styles.soft}>{type}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {error !== undefined && <Failure error={error} />}
    </Card>
  );
});
