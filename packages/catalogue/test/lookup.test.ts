import { describe, expect, test } from "vitest";
import { describeEvent, describeProcessData, describeSetting, events, processData, settings } from "../src/index.ts";

// The fact sheet's table of process data (firmware 01.23, and what newer firmware adds): module, unit, ids.
const known: readonly (readonly [module: string, unit: string, ids: string])[] = [
  [
    "devices:local",
    "W",
    "Bat2Grid_P Dc_P Grid2Bat_P Grid_L1_P Grid_L2_P Grid_L3_P Grid_P HomeBat_P HomeGrid_P HomeOwn_P HomePv_P Home_P LimitEvuAbs PV2Bat_P SinkMax_P SourceMax_P",
  ],
  ["devices:local", "A", "Grid_L1_I Grid_L2_I Grid_L3_I"],
  ["devices:local", "", "DigitalIn EM_State Inverter:State"],
  ["devices:local", "Var", "Grid_Q"],
  ["devices:local", "VA", "Grid_S"],
  ["devices:local", "Ohm", "Iso_R"],
  ["devices:local", "%", "LimitEvuRel"],
  ["devices:local", "s", "WorkTime"],
  ["devices:local:ac", "", "CosPhi"],
  ["devices:local:ac", "Hz", "Frequency"],
  ["devices:local:ac", "W", "InvIn_P InvOut_P L1_P L2_P L3_P P"],
  ["devices:local:ac", "A", "L1_I L2_I L3_I ResidualCDc_I"],
  ["devices:local:ac", "V", "L1_U L2_U L3_U"],
  ["devices:local:ac", "Var", "Q"],
  ["devices:local:ac", "VA", "S"],
  ["devices:local:battery", "", "BatManufacturer BatModel BatSerialNo BatVersionFW Cycles BatModuleCnt"],
  ["devices:local:battery", "Ah", "FullChargeCap_E"],
  ["devices:local:battery", "A", "I"],
  ["devices:local:battery", "W", "P"],
  ["devices:local:battery", "%", "SoC SoH"],
  ["devices:local:battery", "V", "U"],
  ["devices:local:battery", "Wh", "WorkCapacity"],
  ["devices:local:powermeter", "", "CosPhi"],
  ["devices:local:powermeter", "Hz", "Frequency"],
  ["devices:local:powermeter", "W", "P L1_P L2_P L3_P"],
  ["devices:local:powermeter", "V", "L1_U L2_U L3_U"],
  ["devices:local:powermeter", "Var", "Q"],
  ["devices:local:powermeter", "VA", "S"],
  ...[1, 2, 3, 4, 5, 6].flatMap((n) =>
    [
      ["A", "I"],
      ["W", "P"],
      ["V", "U"],
    ].map(([unit = "", id = ""]) => [`devices:local:pv${n}`, unit, id] as const),
  ),
  ["scb:event", "", "ErrMc ErrSFH Event:ActiveErrorCnt Event:ActiveWarningCnt Event:ActiveAckCnt"],
  ["scb:export", "", "PortalConActive"],
  ["scb:system", "", "System:State"],
  ["scb:update", "", "Update:Status Update:Version"],
  ["scb:update", "%", "Update:Progress"],
  ...statistics(
    "Wh",
    "EnergyChargeGrid EnergyChargeInvIn EnergyChargePv EnergyDischarge EnergyDischargeGrid EnergyHome EnergyHomeBat EnergyHomeGrid EnergyHomePv EnergyPv1 EnergyPv2 EnergyPv3 Yield",
  ),
  ...statistics("%", "Autarky OwnConsumptionRate"),
  ...statistics("g", "CO2Saving"),
  ["scb:statistic:EnergyFlow", "Wh", "Statistic:EnergyHomeOwn:Total"],
];

function statistics(unit: string, names: string): (readonly [string, string, string])[] {
  return names
    .split(" ")
    .map(
      (name) =>
        [
          "scb:statistic:EnergyFlow",
          unit,
          ["Day", "Month", "Year", "Total"].map((period) => `Statistic:${name}:${period}`).join(" "),
        ] as const,
    );
}

describe("describeProcessData", () => {
  test("knows every id of the fact sheet with its unit, and no other", () => {
    const want = known.flatMap(([module, unit, ids]) => ids.split(" ").map((id) => `${module}/${id} ${unit}`));
    const have = want.flatMap((line) => {
      const [module = "", id = ""] = line.split(" ")[0]?.split("/") ?? [];
      const entry = describeProcessData(module, id);
      return entry ? [`${entry.moduleId}/${entry.id} ${entry.unit}`] : [];
    });
    expect(have).toEqual(want);
    expect(want).toHaveLength(161);
    expect(processData.filter(({ virtual }) => !virtual)).toHaveLength(161);
  });

  test("does not give the clients' own ids for the device's", () => {
    expect(describeProcessData("_virt_", "pv_P")).toBeUndefined();
  });

  test("gives meanings, period, sentinel and how sure it is", () => {
    expect(describeProcessData("devices:local", "Inverter:State")?.enum?.get(6)).toBe("FeedIn");
    expect(describeProcessData("devices:local", "Inverter:State")?.enumDoubtful?.get(19)).toBe("BatteryDischarging");
    expect(describeProcessData("scb:statistic:EnergyFlow", "Statistic:Yield:Day")?.period).toBe("Day");
    expect(describeProcessData("devices:local", "Iso_R")?.sentinel).toBe(65_535_000);
    expect(describeProcessData("devices:local:pv2", "P")?.confidence).toBe("verified-id");
    expect(describeProcessData("devices:local:pv5", "P")?.confidence).toBe("inferred");
  });
});

describe("describeSetting", () => {
  test("finds every setting of the list", () => {
    expect(settings.filter((entry) => describeSetting(entry.moduleId, entry.id) !== entry)).toEqual([]);
  });

  test("gives bounds as the device prints them, and whether it printed them", () => {
    expect(describeSetting("devices:local", "Battery:MinSoc")).toMatchObject({
      type: "byte",
      access: "readwrite",
      unit: "%",
      min: "5",
      max: "100",
      default: null,
      metadataVerified: true,
    });
    expect(describeSetting("devices:local", "Battery:Limit:FallbackTime")).toMatchObject({
      min: "30",
      max: "10800",
      metadataVerified: false,
      firmware: "G3 >= 03.05",
    });
  });

  test("gives meanings of values and of bits", () => {
    expect(describeSetting("devices:local", "Battery:Strategy")?.enum?.get("2")).toBe("Automatic economical");
    expect(describeSetting("devices:local", "Generator:ShadowMgmt:Enable")?.bits?.get("4")).toBe("string 3");
    expect(describeSetting("devices:local", "DigitalOutputs:Customer:ConfigurationFlags")?.enum?.get("12")).toBe(
      "deactivated",
    );
  });

  test("tells the installer's settings", () => {
    expect(describeSetting("devices:local", "Battery:ManualCharge")?.role).toBe("installer");
    expect(describeSetting("devices:local", "Inverter:ActivePowerLimitation")).toMatchObject({
      access: "readwrite",
      role: "installer",
    });
    expect(describeSetting("devices:local", "Battery:Type")).toMatchObject({
      role: null,
      roleNote: "user or installer (uncertain)",
    });
  });
});

describe("describeEvent", () => {
  test("finds every event of the lists, in its own generation only", () => {
    for (const event of events) {
      expect(describeEvent(event.code)).toBe(event);
      expect(describeEvent(event.code, event.generation)).toBe(event);
      expect(describeEvent(event.code, event.generation === "G3" ? "G1G2" : "G3")).toBeUndefined();
    }
  });

  test("has texts for the first two generations, groups for the third", () => {
    expect(describeEvent(5013)).toMatchObject({
      generation: "G1G2",
      category: "info",
      descriptionEn: "Power reduced by an external command",
    });
    expect(
      events.filter(({ generation, descriptionEn }) => (generation === "G1G2") !== (descriptionEn !== undefined)),
    ).toEqual([]);
    expect(describeEvent(6260)).toMatchObject({
      generation: "G3",
      category: "error",
      groupDe: "Batteriestörung",
      groupEn: "Battery fault",
    });
  });

  test.for([0, -1, Number.NaN, 5014.5, 99_999])("does not know %s", (code) => {
    expect(describeEvent(code)).toBeUndefined();
  });
});

describe("ids that a device may invent", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "", "devices:local/../x"];

  test.for(names)("%j is unknown as a module and as an id", (name) => {
    expect(describeProcessData(name, "P")).toBeUndefined();
    expect(describeProcessData("devices:local", name)).toBeUndefined();
    expect(describeProcessData(name, name)).toBeUndefined();
    expect(describeSetting(name, "Battery:MinSoc")).toBeUndefined();
    expect(describeSetting("devices:local", name)).toBeUndefined();
    expect(describeSetting("devices:local", "Battery:Type")?.enum?.get(name)).toBeUndefined();
  });
});
