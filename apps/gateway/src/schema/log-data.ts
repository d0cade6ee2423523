import {
  type LogDataEdge,
  type LogDataError,
  type LogDataHome,
  type LogDataPage,
  type LogDataRow,
  type LogDataSample,
  type LogDataSummary,
} from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";
import { AcPhaseRef, DcStringRef } from "./phases.ts";

const typeNames = { sample: "LogDataSample", summary: "LogDataSummary", error: "LogDataError" } as const;

const LogDataRowRef = builder.interfaceRef<LogDataRow>("LogDataRow").implement({
  resolveType: ({ kind }) => typeNames[kind],
  fields: (t) => ({ time: t.expose("time", { type: "DateTime", nullable: false }) }),
});

const LogDataHomeRef = builder.objectRef<LogDataHome>("LogDataHome").implement({
  fields: (t) => ({
    fromSolar: t.expose("fromSolar", { type: "Watt" }),
    fromGrid: t.expose("fromGrid", { type: "Watt" }),
  }),
});

builder.objectRef<LogDataSample>(typeNames.sample).implement({
  interfaces: [LogDataRowRef],
  fields: (t) => ({
    strings: t.expose("strings", { type: [DcStringRef], nullable: false }),
    phases: t.expose("phases", { type: [AcPhaseRef], nullable: false }),
    frequency: t.expose("frequency", { type: "Hertz" }),
    stateOfCharge: t.expose("stateOfCharge", { type: "Percent" }),
    batteryTemperature: t.expose("batteryTemperature", { type: "Celsius" }),
    stateCode: t.exposeInt("stateCode"),
    home: t.expose("home", { type: LogDataHomeRef }),
  }),
});

builder.objectRef<LogDataSummary>(typeNames.summary).implement({
  interfaces: [LogDataRowRef],
  fields: (t) => ({
    totalYield: t.expose("totalYield", { type: "WattHour" }),
    ownConsumption: t.expose("ownConsumption", { type: "WattHour" }),
    home: t.expose("home", { type: "WattHour" }),
    isolationResistance: t.expose("isolationResistance", { type: "Ohm" }),
  }),
});

builder.objectRef<LogDataError>(typeNames.error).implement({
  interfaces: [LogDataRowRef],
  fields: (t) => ({
    code: t.exposeInt("code", { nullable: false }),
    event: t.exposeString("event"),
  }),
});

const LogDataEdgeRef = builder.objectRef<LogDataEdge>("LogDataEdge").implement({
  fields: (t) => ({
    cursor: t.exposeString("cursor", { nullable: false }),
    node: t.expose("node", { type: LogDataRowRef, nullable: false }),
  }),
});

const PageInfoRef = builder.objectRef<LogDataPage>("PageInfo").implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean("hasNextPage", { nullable: false }),
    endCursor: t.string({ resolve: ({ edges }) => edges.at(-1)?.cursor ?? null }),
  }),
});

const LogDataConnectionRef = builder.objectRef<LogDataPage>("LogDataConnection").implement({
  fields: (t) => ({
    edges: t.expose("edges", { type: [LogDataEdgeRef], nullable: false }),
    pageInfo: t.field({ type: PageInfoRef, nullable: false, resolve: (page) => page }),
  }),
});

const defaultFirst = 100;

export const logDataFields = (t: InverterFields): FieldMap => ({
  logData: t.field({
    type: LogDataConnectionRef,
    args: {
      begin: t.arg({ type: "Date" }),
      end: t.arg({ type: "Date" }),
      first: t.arg.int({ defaultValue: defaultFirst }),
      after: t.arg.string(),
    },
    resolve: (inverter, { begin, end, first, after }, { signal, limits, hits }) => {
      const rows = first ?? defaultFirst;
      if (rows > limits.logDataRows) {
        throw hits.over("logDataRows", `first is ${rows}; ask for at most ${limits.logDataRows} rows a page`);
      }
      return inverter.logData(
        { first: rows, ...(begin && { begin }), ...(end && { end }), ...(typeof after === "string" && { after }) },
        { signal },
      );
    },
  }),
});
