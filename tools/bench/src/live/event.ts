/** The fields that all subscribers want. */
export const liveFields = `inverterId every live { observedAt ageSeconds stale
  power { solar home grid gridImport gridExport battery homeFromSolar homeFromBattery homeFromGrid ac autarky }
  strings { index power voltage current } battery { stateOfCharge power } }`;

/** An event of the same shape and size as the gateway's, new each time. */
export const liveEvent = () => ({
  inverterId: "i1",
  every: 1,
  live: {
    observedAt: new Date().toISOString(),
    ageSeconds: 0.0012,
    stale: false,
    power: {
      solar: 5210.4 + Math.random(),
      home: 640.2 + Math.random(),
      grid: -3127.9 + Math.random(),
      gridImport: 0,
      gridExport: 3127.9,
      battery: -1260.3 + Math.random(),
      homeFromSolar: 640.2,
      homeFromBattery: 0,
      homeFromGrid: 0,
      ac: 3768.1,
      autarky: 100,
    },
    strings: [1, 2].map((index) => ({ index, power: 2605.2, voltage: 512.4, current: 5.08 })),
    battery: { stateOfCharge: 64, power: -1260.3 },
  },
});
