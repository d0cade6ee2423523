import { z } from "zod";
import { jwtAlgorithms } from "../auth/jwt/options.ts";
import { isLocalHost } from "../auth/local-network.ts";
import { roles } from "../auth/role.ts";
import { always, given, name, secret, strict } from "./schema-parts.ts";

const jwksUrl = z.string().superRefine((text, context) => {
  const url = URL.parse(text);
  const mistake =
    url === null || !["http:", "https:"].includes(url.protocol)
      ? 'expected a url like "https://login.example/jwks.json"'
      : url.username !== "" || url.password !== ""
        ? "a url must not hold a user or password"
        : url.protocol === "http:" && !isLocalHost(url.hostname)
          ? "http:// is for hosts of the local network only: use https://"
          : undefined;
  if (mistake !== undefined) context.addIssue({ code: "custom", message: mistake });
});

/** The name of a claim, or the names on the way to it. */
const claim = z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(name).min(1, "is empty"));

/** `auth.jwt` of the configuration file. */
export const jwt = strict({
  algorithm: z.enum(jwtAlgorithms),
  secret: secret.optional(),
  publicKey: secret.optional(),
  jwks: strict({ file: name.optional(), url: jwksUrl.optional() })
    .refine((value) => given(value, "file", "url") === 1, { ...always, error: "expected either file or url" })
    .optional(),
  issuer: name,
  audience: name,
  leewaySeconds: z.number().min(0, "expected 0 to 300 seconds").max(300, "expected 0 to 300 seconds").optional(),
  claims: strict({ role: claim.optional(), plants: claim.optional() }).optional(),
  roles: z.record(z.string(), z.enum(roles)).optional(),
}).superRefine((value, context) => {
  const wanted = value.algorithm === "HS256" ? ["secret"] : ["publicKey", "jwks"];
  for (const key of ["secret", "publicKey", "jwks"]) {
    if (given(value, key) === 1 && !wanted.includes(key)) {
      context.addIssue({
        code: "custom",
        path: [key],
        message: `does not go with ${value.algorithm}: that needs ${wanted.join(" or ")}`,
      });
    }
  }
  if (given(value, ...wanted) !== 1) {
    context.addIssue({
      code: "custom",
      message: `${value.algorithm} needs ${wanted.length > 1 ? "either " : ""}${wanted.join(" or ")}`,
    });
  }
});

export type JwtFile = z.infer<typeof jwt>;
