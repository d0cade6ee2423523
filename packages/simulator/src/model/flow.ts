import { type BatteryOptions, chargeRoom, dischargeRoom } from "./battery.ts";
import { type Controls, FREE_SLOT, type SlotMode } from "./controls.ts";

/** W that the running inverter needs for itself, whatever it converts (FACTS 3.2: 30 to 40 W). */
const OWN_CONSUMPTION = 32;
/** W of the sleeping one. */
const STANDBY_CONSUMPTION = 4;
/** Lost in the conversion, of the DC power. */
const CONVERSION_LOSS = 0.022;

/** Powers of one moment in W, each at least 0 unless its sign is told. */
export interface Flow {
  /** Taken from each string. */
  readonly strings: number[];
  pv: number;
  /** What the inverter takes for the house's load: all of it that others behind the same meter leave. */
  home: number;
  /** What the others feed in beyond the house's load. */
  othersSurplus: number;
  /** + discharging, - charging. */
  battery: number;
  /** pv + battery. */
  dc: number;
  losses: number;
  /** dc - losses; negative while the inverter draws from the grid. */
  ac: number;
  homePv: number;
  homeBattery: number;
  homeGrid: number;
  pvToBattery: number;
  gridToBattery: number;
  batteryToGrid: number;
  /** The strings could give more than is wanted. */
  throttled: boolean;
}

export function emptyFlow(strings: number): Flow {
  return {
    strings: Array.from({ length: strings }, () => 0),
    pv: 0,
    home: 0,
    othersSurplus: 0,
    battery: 0,
    dc: 0,
    losses: 0,
    ac: 0,
    homePv: 0,
    homeBattery: 0,
    homeGrid: 0,
    pvToBattery: 0,
    gridToBattery: 0,
    batteryToGrid: 0,
    throttled: false,
  };
}

export interface Situation {
  /** What each string could give, W. */
  available: readonly number[];
  /** The house's load, W. */
  home: number;
  /** W that other inverters feed in behind the same meter; negative while they draw. */
  others: number;
  /** Without a meter nobody knows what is left for the battery. */
  metered: boolean;
  /** Wh in the battery at the beginning of the piece of time. */
  stored: number;
  /** Length of the piece of time in hours: what is stored must suffice for it. */
  hours: number;
  /** The battery ran empty and waits for sun. */
  resting: boolean;
  controls: Controls;
  slot: SlotMode;
}

/** The inverter sleeps: the house lives from the grid. */
export function sleep(now: Pick<Situation, "home" | "others">, flow: Flow): Flow {
  flow.strings.fill(0);
  flow.throttled = false;
  return divided(flow, 0, now, 0, STANDBY_CONSUMPTION);
}

/** The running inverter: strings, battery, house and grid in balance. */
export function balance(battery: BatteryOptions | undefined, now: Situation, flow: Flow): Flow {
  let pv = 0;
  for (const power of now.available) pv += power;
  const mostDc = (now.controls.maxOutput + OWN_CONSUMPTION) / (1 - CONVERSION_LOSS);
  const wanted = battery === undefined ? 0 : Math.min(mostDc, batteryPower(battery, now, pv));
  const usable = Math.max(0, Math.min(pv, mostDc - wanted));
  const share = pv > 0 ? usable / pv : 0;
  flow.throttled = share < 1 && pv > 0;
  for (let index = 0; index < now.available.length; index++) {
    flow.strings[index] = (now.available[index] ?? 0) * share;
  }
  const dc = usable + wanted;
  return divided(flow, usable, now, wanted, OWN_CONSUMPTION + CONVERSION_LOSS * Math.abs(dc));
}

/** W of the battery (+ discharging): by order, by plan, else so that the meter reads 0. */
function batteryPower(battery: BatteryOptions, now: Situation, pv: number): number {
  const { controls, slot } = now;
  const mayCharge = Math.min(controls.maxCharge, chargeRoom(battery, now.stored, controls.maxSoc, now.hours));
  const mayDischarge = now.resting
    ? 0
    : Math.min(controls.maxDischarge, dischargeRoom(battery, now.stored, controls.minSoc, now.hours));
  if (controls.setPoint !== undefined) return Math.max(-mayCharge, Math.min(mayDischarge, controls.setPoint));
  if (slot.gridCharge) return -mayCharge;
  if (!now.metered) return 0;
  const left = now.home - now.others;
  const wantedAc = (controls.acStorage ? left : Math.max(0, left)) + OWN_CONSUMPTION;
  const needed = wantedAc / (wantedAc >= 0 ? 1 - CONVERSION_LOSS : 1 + CONVERSION_LOSS);
  const surplus = pv - needed;
  if (surplus > 0) return slot.charge ? -Math.min(surplus, mayCharge) : 0;
  return slot.discharge ? Math.min(-surplus, mayDischarge) : 0;
}

/** Who feeds whom: the sun first, then the battery, then the grid. */
function divided(
  flow: Flow,
  pv: number,
  now: Pick<Situation, "home" | "others">,
  battery: number,
  losses: number,
): Flow {
  const home = Math.max(0, now.home - now.others);
  const dc = pv + battery;
  const ac = dc - losses;
  const output = Math.max(0, ac);
  const fromBattery = battery > 0 ? (output * battery) / dc : 0;
  const charge = Math.max(0, -battery);
  flow.pv = pv;
  flow.home = home;
  flow.othersSurplus = Math.max(0, now.others - now.home);
  flow.battery = battery;
  flow.dc = dc;
  flow.losses = losses;
  flow.ac = ac;
  flow.homePv = Math.min(home, output - fromBattery);
  flow.homeBattery = Math.min(home - flow.homePv, fromBattery);
  flow.homeGrid = home - flow.homePv - flow.homeBattery;
  flow.pvToBattery = Math.min(pv, charge);
  flow.gridToBattery = charge - flow.pvToBattery;
  flow.batteryToGrid = fromBattery - flow.homeBattery;
  return flow;
}

/** The mode of the time plan's slot at a local wall time (ms as if UTC). */
export function slotAt(controls: Controls, wall: number): SlotMode {
  if (controls.plan === undefined) return FREE_SLOT;
  const date = new Date(wall);
  const quarter = date.getUTCHours() * 4 + Math.floor(date.getUTCMinutes() / 15);
  return controls.plan[date.getUTCDay()]?.[quarter] ?? FREE_SLOT;
}
