import { Component, type ReactNode, useState } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "./button.tsx";
import styles from "./error-boundary.module.css";
import { PartNotLoadedError, reloadPage } from "./lazy-part.ts";
import { Notice } from "./notice.tsx";
import { text } from "./text.ts";
import { View } from "./view.tsx";

interface State {
  readonly error: unknown;
  readonly failed: boolean;
}

/** Keeps a mistake of one part from blanking the page, and names it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override componentDidMount(): void {
    addEventListener("hashchange", this.#again);
  }

  override componentWillUnmount(): void {
    removeEventListener("hashchange", this.#again);
  }

  override render(): ReactNode {
    return this.state.failed ? <Failure error={this.state.error} onAgain={this.#again} /> : this.props.children;
  }

  // Another view may well work.
  readonly #again = (): void => {
    if (this.state.failed) this.setState({ error: undefined, failed: false });
  };
}

interface FailureProps {
  readonly error: unknown;
  readonly onAgain: () => void;
}

function Failure({ error, onAgain }: FailureProps): ReactNode {
  const t = useText(text);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof PartNotLoadedError) return <NotLoaded message={message} />;
  return (
    <View title={t.mistake}>
      <Notice kind="error" live>
        <p>{t.mistakeMore}</p>
        <p className={styles.message}>{message}</p>
        <div className={styles.buttons}>
          <Button onClick={onAgain}>{t.again}</Button>
          <Button onClick={() => location.reload()}>{t.reload}</Button>
        </div>
      </Notice>
    </View>
  );
}

function NotLoaded({ message }: { readonly message: string }): ReactNode {
  const t = useText(text);
  const [tries, setTries] = useState(0);
  const again = async (): Promise<void> => {
    if (!(await reloadPage())) setTries((count) => count + 1);
  };
  return (
    <View title={t.notLoaded}>
      <Notice kind="error" live>
        <p>{t.notLoadedMore}</p>
        <p className={styles.message}>{message}</p>
        {/* Another one each time, so that it is heard each time. */}
        {tries > 0 && <p key={tries}>{t.stillAway}</p>}
        <div className={styles.buttons}>
          <Button onClick={() => void again()}>{t.again}</Button>
        </div>
      </Notice>
    </View>
  );
}
