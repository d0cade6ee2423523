import type { Language } from "@plenticore/catalogue";
import type { BatteryOptions } from "../model/battery.ts";
import type { SlotMode } from "../model/controls.ts";
import type { StringOptions } from "../model/generator.ts";

export type ProfileName = "plenticore-plus-g1" | "piko-iq-g1" | "plenticore-g2" | "plenticore-g3";

/** What a refused write answers: 200 without any change, or a status. */
export type WriteRefusal = "ignore" | 400 | 401 | 403 | 500;

/**
 * How a firmware behaves where FACTS 9 is open or generations differ. The defaults of each profile stand in its file;
 * what is assumed is marked there or here.
 */
export interface Behaviour {
  /** `{"message": "..."}` as Python prints it (seen on G1), or without blanks and with `\/` (seen on FW 02.21). */
  readonly json: "spaced" | "compact";
  /** POST /settings with one unknown id: the status of the whole batch. 503 seen (quirk 1). */
  readonly unknownSetting: 404 | 500 | 503;
  /** GET /settings/{m}/{unknown}: 200 `[]` seen on G2 (quirk 12), else 404 as the page says. */
  readonly unknownSettingPath: "empty" | 404;
  /** POST /processdata with an unknown id in a known module. Open (FACTS 9.11); 404 is openHAB's assumption. */
  readonly unknownProcessData: 404 | 500 | 503;
  /** Settings whose reading answers 500 without JSON (quirk 4). */
  readonly brokenSettings: readonly string[];
  /** GET /settings/{m}: status and text; does not work on devices (quirk 13), the status is an assumption. */
  readonly moduleSettings: { readonly status: 401 | 404 | 500 | 503; readonly message: string } | "works";
  /** PUT on a read-only setting. Open (FACTS 9.7): the silent no-op is what users report of other refused writes. */
  readonly readonlyWrite: WriteRefusal;
  /** PUT outside of min and max. Open (FACTS 9.7). */
  readonly outOfRangeWrite: WriteRefusal;
  /** PUT of an installer's setting by the plant owner: "no error, but the value does not change" (HA#146932). */
  readonly installerWrite: WriteRefusal;
  /** What PUT answers: "the response to PUT is not always correct" (quirk 17). */
  readonly putAnswer: "requested" | "stored" | "previous";
  /** Whether X-Fields is honoured: yes with Flask-RESTPlus (G1), open from FW 02.21 on (FACTS 9.14). */
  readonly fieldMasks: boolean;
  /** GET /auth/me with a session id that is no more: open (FACTS 9.4). */
  readonly staleMe: "anonymous" | 401;
  /** Any other call with one: 401, or 400 as the oldest firmware (FACTS 1.4). */
  readonly expiredSession: 400 | 401;
  /** Whether sessions outlive a change of the password: open (FACTS 1.3). */
  readonly sessionsSurvivePassword: boolean;
  /** Wrong secrets in a row that lock the account until its password is set anew; 0 never. Open (FACTS 9.2). */
  readonly lockAfterFailures: number;
  /** A session ends after so many seconds without a request; 0 never. Open (FACTS 9.3). */
  readonly sessionIdleSeconds: number;
  /** The oldest session ends when one more is opened; 0 no limit. Open (FACTS 9.3). */
  readonly maxSessions: number;
  /** Modules whose process data anybody may read. Open (FACTS 9.8); none by default. */
  readonly anonymousModules: readonly string[];
  /** More requests at once than `concurrency`: wait, or 503. */
  readonly overload: "queue" | 503;
  /** Language of GET /events/latest, and of texts that are not known in the language asked for. */
  readonly language: Language;
  /** Zone of event times. Open (FACTS 9.9). */
  readonly eventTime: "local" | "utc";
  /** `end_time` of an active event: as its start, or null. Open (FACTS 9.9). */
  readonly activeEventEnd: "start" | null;
  /** Meaning of the digits of `Battery:TimeControl:Conf*`. The sources contradict each other (FACTS 4.2). */
  readonly timeControl: Readonly<Record<string, SlotMode>>;
  /** A set point written through `Battery:ExternControl:*` falls back after so many seconds (pixcept: 3 min). */
  readonly setPointSeconds: number;
  /** Words of the update's stages. Only `idle` was seen (FACTS 9.12). */
  readonly updateStatus: {
    readonly idle: string;
    readonly download: string;
    readonly install: string;
    readonly done: string;
  };
  /** Path of the two update operations, without base path. Not known (FACTS 9.1). */
  readonly updatePaths: { readonly status: string; readonly start: string };
}

/** One kind of device, as data. */
export interface Profile {
  readonly name: ProfileName;
  readonly generation: "G1" | "G2" | "G3";
  readonly firmware: string;
  readonly hostname: string;
  readonly family: string;
  readonly model: string;
  /** VA. */
  readonly maxApparentPower: number;
  readonly strings: readonly StringOptions[];
  readonly houseSize: number;
  readonly battery: BatteryOptions | undefined;
  /** `EnergySensor:InstalledSensor` (FACTS 3.1). */
  readonly energyMeter: number;
  /** Types by module; those other than `device` and `device:powermeter` are assumptions (FACTS 2.1). */
  readonly modules: Readonly<Record<string, string>>;
  /** Ids by module. */
  readonly processData: Readonly<Record<string, readonly string[]>>;
  /** Ids that are missing while the inverter sleeps: that some are is known (FACTS 2.2), which ones is an assumption. */
  readonly asleepWithout: Readonly<Record<string, readonly string[]>>;
  /** Settings of the catalogue that this device has, beside those of all. */
  readonly settings: (setting: SettingTraits) => boolean;
  /** Values that differ from the common ones, by `module/id`. */
  readonly values: Readonly<Record<string, string>>;
  readonly behaviour: Behaviour;
}

export interface SettingTraits {
  readonly moduleId: string;
  readonly id: string;
  readonly firmware: string | null;
  readonly confidence: string;
}
