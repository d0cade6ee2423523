import { type DeviceTest, Secret } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import type { ConnectionChange } from "../../config/new-secrets.ts";
import { builder, type Context, type MutationFields } from "../builder.ts";
import { ApiVersionRef, DeviceSessionRef, ProductRef } from "../device.ts";
import { notFound } from "../not-found.ts";
import { InverterActionResult, type InverterActionSuccess } from "./actions.ts";
import {
  CertificateFailureRef,
  ConfigurationFailureRef,
  configurationFailure,
  ForbiddenFailureRef,
  failureOf,
  InverterFailureRef,
  inputError,
} from "./failures.ts";
import { ConfirmedInverterInput } from "./inputs.ts";
import { audited, inverterFor, typeOf } from "./write.ts";

const InverterConnectionInput = builder.inputType("InverterConnectionInput", {
  fields: (t) => ({
    url: t.string({ required: true }),
    password: t.string(),
    masterKey: t.string(),
    serviceCode: t.string(),
    fingerprint256: t.string(),
  }),
});

const AddInverterInput = builder.inputType("AddInverterInput", {
  fields: (t) => ({
    plantId: t.id({ required: true }),
    id: t.id({ required: true }),
    name: t.string({ required: true }),
    connection: t.field({ type: InverterConnectionInput, required: true }),
    peakPower: t.field({ type: "Watt" }),
  }),
});

const UpdateInverterInput = builder.inputType("UpdateInverterInput", {
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    name: t.string(),
    connection: t.field({ type: InverterConnectionInput }),
    peakPower: t.field({ type: "Watt" }),
    disabled: t.boolean(),
  }),
});

const TestInverterSuccessRef = builder.objectRef<DeviceTest>("TestInverterSuccess").implement({
  fields: (t) => ({
    version: t.expose("version", { type: ApiVersionRef, nullable: false }),
    session: t.expose("session", { type: DeviceSessionRef, nullable: false }),
    product: t.expose("product", { type: ProductRef }),
  }),
});

const TestInverterResult = builder.unionType("TestInverterResult", {
  types: [TestInverterSuccessRef, InverterFailureRef, CertificateFailureRef, ForbiddenFailureRef],
  resolveType: typeOf("TestInverterSuccess"),
});

const RemoveInverterSuccessRef = builder.objectRef<{ readonly id: string }>("RemoveInverterSuccess").implement({
  fields: (t) => ({ id: t.exposeID("id", { nullable: false }) }),
});

const RemoveInverterResult = builder.unionType("RemoveInverterResult", {
  types: [RemoveInverterSuccessRef, ConfigurationFailureRef, ForbiddenFailureRef],
  resolveType: typeOf("RemoveInverterSuccess"),
});

type ConnectionInput = typeof InverterConnectionInput.$inferInput;
type AddInput = typeof AddInverterInput.$inferInput;
type UpdateInput = typeof UpdateInverterInput.$inferInput;
type ConfirmedInput = typeof ConfirmedInverterInput.$inferInput;

const role = "ADMIN";

export const fleetMutations = (t: MutationFields): FieldMap => ({
  testInverter: t.field({
    type: TestInverterResult,
    nullable: false,
    description: "Logs in with what is given, keeps nothing.",
    args: { input: t.arg({ type: InverterConnectionInput, required: true }) },
    ...audited({
      role,
      concerns: () => null,
      wanted: shown,
      run: async (input: ConnectionInput, { changes, logins, signal }) => ({
        success: await logins.attempt(input.url, () => changes.test(given(input), { signal })),
      }),
      failure: (error) => failureOf(error, ["certificate"]),
    }),
  }),
  addInverter: t.field({
    type: InverterActionResult,
    nullable: false,
    args: { input: t.arg({ type: AddInverterInput, required: true }) },
    ...audited({
      role,
      concerns: ({ id }: AddInput) => id,
      wanted: ({ plantId, name, connection, peakPower }) => ({ plantId, name, ...shown(connection), peakPower }),
      run: async ({ plantId, peakPower, ...input }, context) => {
        if (context.viewer.fleet.plant(plantId) === undefined) notFound("plant", plantId);
        const inverter = { ...input, connection: given(input.connection), peakPower: peakPower ?? undefined };
        await context.logins.attempt(input.connection.url, () => context.changes.add(plantId, inverter, context));
        return { success: changed(context, input.id) };
      },
      failure: (error) => failureOf(error, ["certificate", "configuration"]),
    }),
  }),
  updateInverter: t.field({
    type: InverterActionResult,
    nullable: false,
    args: { input: t.arg({ type: UpdateInverterInput, required: true }) },
    ...audited({
      role,
      concerns: ({ inverterId }: UpdateInput) => inverterId,
      wanted: ({ inverterId: _inverterId, connection, ...input }) => ({
        ...input,
        ...(connection && shown(connection)),
      }),
      run: async (input, context) => {
        const { inverterId, connection } = input;
        inverterFor(context, inverterId);
        const change = {
          name: input.name ?? undefined,
          peakPower: input.peakPower ?? undefined,
          disabled: input.disabled ?? undefined,
          connection: connection ? given(connection) : undefined,
        };
        const update = () => context.changes.update(inverterId, change, context);
        await (connection ? context.logins.attempt(connection.url, update) : update());
        return { success: changed(context, inverterId) };
      },
      failure: (error) => failureOf(error, ["certificate", "configuration"]),
    }),
  }),
  removeInverter: t.field({
    type: RemoveInverterResult,
    nullable: false,
    args: { input: t.arg({ type: ConfirmedInverterInput, required: true }) },
    ...audited({
      role,
      concerns: ({ inverterId }: ConfirmedInput) => inverterId,
      wanted: () => undefined,
      run: async ({ inverterId, confirm }, context) => {
        inverterFor(context, inverterId);
        if (confirm !== inverterId) {
          throw inputError("confirm", "confirm must be the inverter's id, typed again", inverterId);
        }
        await context.changes.remove(inverterId);
        return { success: { id: inverterId } };
      },
      failure: configurationFailure,
    }),
  }),
});

const given = ({ url, password, masterKey, serviceCode, fingerprint256 }: ConnectionInput): ConnectionChange => ({
  url,
  password: secretOf(password),
  masterKey: secretOf(masterKey),
  serviceCode: secretOf(serviceCode),
  fingerprint256: fingerprint256 ?? undefined,
});

const secretOf = (text: string | null | undefined): Secret | undefined =>
  text === null || text === undefined ? undefined : new Secret(text);

/** What the audit may tell of a connection: the secrets' kinds at most. */
function shown({ url, password, masterKey, fingerprint256 }: ConnectionInput): object {
  const login = password ? "plant owner" : masterKey ? "installer" : undefined;
  return { url: withoutSecrets(url), login, fingerprint256: fingerprint256 ?? undefined };
}

/** Somebody may have put a password into the url. */
function withoutSecrets(url: string): string {
  const origin = URL.parse(url)?.origin;
  // "null" is what the standard calls the origin of any scheme but the web's.
  return origin === undefined || origin === "null" ? "not a url" : origin;
}

/** The inverter as it is now, looked up anew: the change may have replaced it. */
const changed = (context: Context, inverterId: string): InverterActionSuccess => ({
  inverter: inverterFor(context, inverterId),
});
