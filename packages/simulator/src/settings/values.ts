import type { Profile } from "../profiles/profile.ts";

export interface Identity {
  readonly serialNumber: string;
  readonly timeZone: string;
  readonly hostname: string;
  readonly energyMeter: number;
}

/** What a new device's settings hold, by `module/id`, where the catalogue's example would not fit the profile. */
export function initialValues(profile: Profile, identity: Identity): Readonly<Record<string, string>> {
  const power = floatText(profile.maxApparentPower);
  return {
    "devices:local/Branding:ProductName1": profile.family,
    "devices:local/Branding:ProductName2": profile.model,
    "devices:local/Properties:SerialNo": identity.serialNumber,
    "devices:local/Properties:StringCnt": String(profile.strings.length),
    "devices:local/Properties:PowerId": String(profile.maxApparentPower / 100),
    "devices:local/Battery:MinSoc": "5",
    "devices:local/Battery:SmartBatteryControl:Enable": "0",
    "devices:local/Battery:SupportedTypes": "94",
    "devices:local/Battery:Type": String(profile.battery?.type ?? 0),
    "devices:local/EnergySensor:InstalledSensor": String(identity.energyMeter),
    "devices:local/EnergySensor:SensorPosition": "2",
    "devices:local/Generator:ShadowMgmt:Enable": "0",
    "devices:local/DigitalOutputs:Customer:ConfigurationFlags": "0",
    "devices:local/Inverter:ActivePowerLimitation": power,
    "devices:local/Inverter:MaxApparentPower": power,
    "scb:export/LastExport": "0",
    "scb:export/LastExportOk": "0",
    "scb:modbus/ModbusUnitId": "71",
    "scb:network/Hostname": identity.hostname,
    "scb:network/Network:Hostname": identity.hostname,
    "scb:time/NTPservers": "pool.ntp.org",
    "scb:time/Timezone": identity.timeZone,
    ...profile.values,
  };
}

/** As devices print a float: `6930.0`. */
function floatText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
