/** The addresses of the views. Ids are as the configuration has them: any text. */
export const paths = {
  overview: "/",
  fleet: "/fleet",
  add: "/add",
  plant: (plantId: string): string => `/plants/${encodeURIComponent(plantId)}`,
  inverter: (inverterId: string): string => `/inverters/${encodeURIComponent(inverterId)}`,
  settings: (inverterId: string): string => `/inverters/${encodeURIComponent(inverterId)}/settings`,
} as const;

/**
 * Whose id stands in an address.
 *
 * @param part as the router read it: decoded but for separators, such as a `/` within an id
 */
export const idIn = (part: string, all: readonly { readonly id: string }[]): string | undefined =>
  all.find(({ id }) => decodeURI(encodeURIComponent(id)) === part)?.id;
