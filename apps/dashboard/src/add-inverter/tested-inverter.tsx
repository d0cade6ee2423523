import type { ReactNode } from "react";
import { dash } from "../text/format.ts";
import { modelName } from "../text/model-name.ts";
import { roleText, roleWord } from "../text/role-text.ts";
import { useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import styles from "./add-inverter.module.css";
import { text } from "./text.ts";
import type { Tested } from "./use-adding.ts";

/** Who answered, so that people see whether it is the inverter they mean. */
export function TestedInverter({ tested: { product, version, session } }: { readonly tested: Tested }): ReactNode {
  const t = useText(text);
  const roles = useText(roleText);
  const rows = [
    [t.model, modelName(product?.family ?? "", product?.model ?? "")],
    [t.serialNumber, product?.serialNumber],
    [t.firmware, version.swVersion],
    [t.role, roleWord(roles, session.role)],
  ] as const;
  return (
    <Notice kind="good" title={t.tested} live>
      <dl className={styles.certificate}>
        {rows.map(([name, value]) => (
          <div key={name} className={styles.pair}>
            <dt>{name}</dt>
            <dd>{value || dash}</dd>
          </div>
        ))}
      </dl>
    </Notice>
  );
}
