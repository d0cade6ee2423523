import type { ApiVersion, DeviceSession, Module, Product } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";

export const ApiVersionRef = builder.objectRef<ApiVersion>("ApiVersion").implement({
  fields: (t) => ({
    name: t.exposeString("name", { nullable: false }),
    hostname: t.exposeString("hostname", { nullable: false }),
    apiVersion: t.exposeString("apiVersion", { nullable: false }),
    swVersion: t.exposeString("swVersion", { nullable: false }),
  }),
});

export const DeviceSessionRef = builder.objectRef<DeviceSession>("DeviceSession").implement({
  fields: (t) => ({
    role: t.exposeString("role", { nullable: false }),
    permissions: t.exposeStringList("permissions", { nullable: false }),
    authenticated: t.exposeBoolean("authenticated", { nullable: false }),
    active: t.exposeBoolean("active", { nullable: false }),
    anonymous: t.exposeBoolean("anonymous", { nullable: false }),
    locked: t.exposeBoolean("locked", { nullable: false }),
  }),
});

export const ProductRef = builder.objectRef<Product>("Product").implement({
  fields: (t) => ({
    family: t.exposeString("family"),
    model: t.exposeString("model"),
    serialNumber: t.exposeString("serialNumber"),
    stringCount: t.exposeInt("stringCount"),
    maxApparentPower: t.expose("maxApparentPower", { type: "VoltAmpere" }),
    versionMC: t.exposeString("versionMC"),
    versionIOC: t.exposeString("versionIOC"),
  }),
});

const ModuleRef = builder.objectRef<Module>("Module").implement({
  fields: (t) => ({
    id: t.exposeString("id", { nullable: false }),
    type: t.exposeString("type", { nullable: false }),
  }),
});

export const deviceFields = (t: InverterFields): FieldMap => ({
  version: t.field({
    type: ApiVersionRef,
    resolve: (inverter, _args, { signal }) => inverter.version({ signal }),
  }),
  session: t.field({
    type: DeviceSessionRef,
    description: "/auth/me",
    resolve: (inverter, _args, { signal }) => inverter.session({ signal }),
  }),
  product: t.field({
    type: ProductRef,
    resolve: (inverter, _args, { signal }) => inverter.product({ signal }),
  }),
  modules: t.field({
    type: [ModuleRef],
    resolve: (inverter, _args, { signal }) => inverter.modules({ signal }),
  }),
});
