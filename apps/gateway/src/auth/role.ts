/** From the least to the most. */
export const roles = ["VIEWER", "OPERATOR", "ADMIN"] as const;

export type Role = (typeof roles)[number];

export const roleSuffices = (role: Role, required: Role): boolean => roles.indexOf(role) >= roles.indexOf(required);
