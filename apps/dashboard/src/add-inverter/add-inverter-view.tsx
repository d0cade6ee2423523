import type { ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import { View } from "../ui/view.tsx";
import { text } from "./text.ts";

export function AddInverterView(): ReactNode {
  const t = useText(text);
  return (
    <View title={t.title}>
      <p>{t.title}</p>
    </View>
  );
}
