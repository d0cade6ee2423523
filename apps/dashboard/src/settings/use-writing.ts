import { useState } from "react";
import type { WriteResult } from "./write-result.tsx";

export interface Writing {
  readonly isRunning: boolean;
  readonly result: WriteResult | undefined;
  /** Runs one write at a time; a second is left until the first is told. */
  readonly run: (write: () => Promise<WriteResult>) => Promise<WriteResult | undefined>;
  readonly forget: () => void;
}

export function useWriting(): Writing {
  const [isRunning, setRunning] = useState(false);
  const [result, setResult] = useState<WriteResult>();
  return {
    isRunning,
    result,
    run: async (write) => {
      if (isRunning) return undefined;
      setRunning(true);
      setResult(undefined);
      const written = await write();
      setResult(written);
      setRunning(false);
      return written;
    },
    forget: () => setResult(undefined),
  };
}
