/** The addresses of the views. Ids are as the configuration has them: any text. */
export const paths = {
  overview: "/",
  fleet: "/fleet",
  add: "/add",
  plant: (plantId: string): string => `/plants/${encodeURIComponent(plantId)}`,
  inverter: (inverterId: string): string => `/inverters/${encodeURIComponent(inverterId)}`,
  settings: (inverterId: string): string => `/inverters/${encodeURIComponent(inverterId)}/settings`,
} as const;
