import { describe, expect, test } from "vitest";
import { camelCase, methodNames, pascalCase, typeNameFor, typeNames } from "../src/names.ts";

describe("names of a specification as identifiers", () => {
  test.each([
    ["get_process_data_values", "getProcessDataValues", "GetProcessDataValues"],
    ["getPetById", "getPetById", "GetPetById"],
    ["pets/list.all", "petsListAll", "PetsListAll"],
    ["X-Fields", "xFields", "XFields"],
    ["HTTPServer2", "httpServer2", "HttpServer2"],
    ["2fa", "_2fa", "_2fa"],
    ["Zähler-Stand", "zahlerStand", "ZahlerStand"],
    ["__proto__", "proto", "Proto"],
    ["!", "_", "_"],
  ])("%s", (given, camel, pascal) => {
    expect([camelCase(given), pascalCase(given)]).toEqual([camel, pascal]);
  });

  test.each([
    ["ProcessData", "ProcessData"],
    ["ABTest", "ABTest"],
    ["process_data", "ProcessData"],
    ["order", "Order"],
    ["a b", "AB"],
  ])("definition %s is the type %s", (given, want) => {
    expect(typeNameFor(given)).toBe(want);
  });
});

describe("identifiers that are taken", () => {
  test("a second one gets a number, whatever its case", () => {
    const names = methodNames();
    expect(["getPet", "getPet", "getpet", "getPet2"].map((name) => names.take(name))).toEqual([
      "getPet",
      "getPet2",
      "getpet3",
      "getPet22",
    ]);
  });

  test("names that would break a client or a file are avoided", () => {
    const methods = methodNames();
    const types = typeNames();
    expect([methods.take("then"), methods.take("constructor"), methods.take("delete")]).toEqual([
      "thenOperation",
      "constructorOperation",
      "delete",
    ]);
    expect([types.take("string"), types.take("Promise"), types.take("Client")]).toEqual([
      "stringModel",
      "PromiseModel",
      "ClientModel",
    ]);
  });

  test("an operation keeps clear of a definition that has the name of one of its types", () => {
    const types = typeNames();
    expect([types.take("GetPetArgs"), types.take("GetPet", ["Args"])]).toEqual(["GetPetArgs", "GetPet2"]);
  });
});
