import { Component, type ReactNode } from "react";
import { useText } from "../text/use-text.ts";
import { Button } from "./button.tsx";
import styles from "./error-boundary.module.css";
import { Notice } from "./notice.tsx";
import { text } from "./text.ts";

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

/** Browsers' own words for a part of the page that could not be loaded: the gateway was updated, or is away. */
const isLoading = (message: string): boolean =>
  /dynamically imported module|module script|Importing a module/i.test(message);

function Failure({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }): ReactNode {
  const t = useText(text);
  const message = error instanceof Error ? error.message : String(error);
  const notLoaded = isLoading(message);
  return (
    <div className={styles.failure}>
      <Notice kind="error" title={notLoaded ? t.notLoaded : t.mistake} live>
        <p>{notLoaded ? t.notLoadedMore : t.mistakeMore}</p>
        <p className={styles.message}>{message}</p>
        <div className={styles.buttons}>
          <Button onClick={onAgain}>{t.again}</Button>
          <Button onClick={() => location.reload()}>{t.reload}</Button>
        </div>
      </Notice>
    </div>
  );
}
