import { type ReactNode, useEffect, useState } from "react";
import { useConnection, useData } from "../data/context.tsx";
import { GatewayWords } from "../failure/gateway-words.tsx";
import { useText } from "../text/use-text.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import styles from "./header.module.css";
import { text } from "./text.ts";

/** Says that the connection is lost, and goes when it is back; or that it is another gateway. What is shown stays, with its age. */
export function LostGateway(): ReactNode {
  const t = useText(text);
  const state = useConnection();
  const { isOutdated } = useData();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (state.status === "waiting") setLost(true);
    // A new attempt is no connection yet.
    else if (state.status !== "connecting") setLost(false);
  }, [state.status]);
  if (isOutdated) {
    return (
      <div className={styles.banner}>
        <Notice kind="warning" title={t.outdatedTitle} live>
          <p>{t.outdatedMore}</p>
          <Button onClick={() => location.reload()}>{t.reload}</Button>
        </Notice>
      </div>
    );
  }
  if (state.status === "refused") {
    return (
      <div className={styles.banner}>
        <Notice kind="error" title={t.refusedTitle} live>
          <GatewayWords code={state.error.code} message={state.error.message} />
        </Notice>
      </div>
    );
  }
  return (
    isLost && (
      <div className={styles.banner}>
        <Notice kind="warning" title={t.lostTitle} live>
          <p>{t.lostMore}</p>
        </Notice>
      </div>
    )
  );
}
