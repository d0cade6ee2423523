import type { ReactNode } from "react";
import { Link } from "wouter";
import { useStale } from "../data/age.ts";
import { useLiveInverter, useViewer } from "../data/context.tsx";
import { paths } from "../paths.ts";
import { useFormat, useText } from "../text/use-text.ts";
import { Quantity } from "../ui/quantity.tsx";
import { Table } from "../ui/table.tsx";
import { View } from "../ui/view.tsx";
import { text } from "./text.ts";

/** All inverters that this login sees. */
export function FleetView(): ReactNode {
  const t = useText(text);
  const { plants } = useViewer();
  return (
    <View title={t.title}>
      <Table
        caption={t.title}
        rows={plants.flatMap(({ inverters }) => inverters)}
        keyOf={({ id }) => id}
        columns={[
          {
            id: "name",
            label: t.inverter,
            heads: true,
            cell: ({ id, name }) => <Link href={paths.inverter(id)}>{name}</Link>,
          },
          { id: "solar", label: t.solar, kind: "number", cell: ({ id }) => <Solar inverterId={id} /> },
        ]}
      />
    </View>
  );
}

function Solar({ inverterId }: { readonly inverterId: string }): ReactNode {
  const format = useFormat();
  const inverter = useLiveInverter(inverterId);
  const live = inverter?.live ?? undefined;
  const stale = useStale(live && { ...live, receivedAt: inverter?.receivedAt ?? 0 });
  return <Quantity shown={format.power(live?.power.solar)} stale={stale} />;
}
