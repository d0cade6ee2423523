import type { FirmwareUpdateStatus, Update } from "@plenticore/rest";
import { SECOND } from "./model/zone.ts";
import type { Behaviour } from "./profiles/profile.ts";

const DOWNLOAD = 60 * SECOND;
const INSTALL = 120 * SECOND;
const STEPS = 2;

interface Stage {
  readonly step: 0 | 1 | 2;
  readonly percent: number;
  readonly downloadPercent: number;
}

/** A firmware update that goes on by the device's time and ends with the same firmware. */
export class UpdateProcess {
  readonly #words: Behaviour["updateStatus"];
  readonly #firmware: string;
  #startedAt: number | undefined;
  #done = false;

  constructor(words: Behaviour["updateStatus"], firmware: string) {
    this.#words = words;
    this.#firmware = firmware;
  }

  /** Begins, unless one is under way. */
  start(now: number): void {
    if (this.stageAt(now).step === 0) this.#startedAt = now;
  }

  stageAt(now: number): Stage {
    const elapsed = this.#startedAt === undefined ? Number.NaN : now - this.#startedAt;
    if (elapsed >= 0 && elapsed < DOWNLOAD) {
      const percent = Math.floor((100 * elapsed) / DOWNLOAD);
      return { step: 1, percent, downloadPercent: percent };
    }
    if (elapsed >= DOWNLOAD && elapsed < DOWNLOAD + INSTALL) {
      return { step: 2, percent: Math.floor((100 * (elapsed - DOWNLOAD)) / INSTALL), downloadPercent: 100 };
    }
    if (elapsed >= DOWNLOAD + INSTALL) {
      this.#startedAt = undefined;
      this.#done = true;
    }
    return { step: 0, percent: 0, downloadPercent: 0 };
  }

  update(now: number): Update {
    const stage = this.stageAt(now);
    return {
      progress: {
        download_percent: stage.downloadPercent,
        current_step: stage.step,
        source: "local",
        steps: stage.step === 0 ? 0 : STEPS,
        current_percent: stage.percent,
        status: this.#word(stage),
      },
      status: { last_status: this.#done ? this.#words.done : this.#words.idle },
    };
  }

  firmware(now: number): FirmwareUpdateStatus {
    const stage = this.stageAt(now);
    return {
      status: this.#word(stage),
      current_percent: stage.percent,
      target: stage.step === 0 ? "" : this.#firmware,
    };
  }

  #word({ step }: Stage): string {
    return [this.#words.idle, this.#words.download, this.#words.install][step] ?? this.#words.idle;
  }
}
