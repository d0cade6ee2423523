/** Setting `devices:local` `Battery:Type` (Modbus manual). */
export const batteryTypes: ReadonlyMap<number, string> = new Map([
  [0, "none"],
  [2, "PIKO Battery Li"],
  [4, "BYD"],
  [8, "BMZ"],
  [16, "AXIstorage Li SH"],
  [64, "LG"],
  [512, "Pylontech Force H"],
  [1024, "AXIstorage Li SV"],
  [4096, "Dyness"],
  [8192, "VARTA.wall"],
  [16384, "ZYC"],
]);

/** Setting `devices:local` `EnergySensor:InstalledSensor` (Modbus manual). */
export const energyMeters: ReadonlyMap<number, string> = new Map([
  [0, "SDM 630"],
  [1, "B-Control EM-300 LR"],
  [2, "reserved"],
  [3, "KOSTAL Smart Energy Meter"],
  [255, "none"],
]);

/** The value of `EnergySensor:InstalledSensor` that says that no meter is there. */
export const noEnergyMeter = 255;

/** Setting `devices:local` `EnergySensor:SensorPosition` (Modbus manual). */
export const sensorPositions: ReadonlyMap<number, string> = new Map([
  [1, "home consumption"],
  [2, "grid connection"],
]);

/** Setting `devices:local` `Battery:ExternControl` (Modbus manual: battery management mode). */
export const batteryManagementModes: ReadonlyMap<number, string> = new Map([
  [0, "internal"],
  [1, "digital I/O"],
  [2, "Modbus"],
]);

/** State of the fuse of the PSSB (Modbus manual). */
export const pssbFuseStates: ReadonlyMap<number, string> = new Map([
  [0, "fail"],
  [1, "ok"],
  [255, "unchecked"],
]);

/** `devices:local` `Iso_R` in Ohm where nothing is measured or the scale is exceeded (Puma7/KostalKore, Modbus register 120). */
export const isolationNotMeasuredOhm = 65_535_000;
