import { expect, test } from "vitest";
import { post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";
import { transports } from "./example/subscribe.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
const planted = "planted-s3cret";
const set = "mutation ($input: SetDevicePasswordInput!) { setDevicePassword(input: $input) { __typename } }";
const add = "mutation ($input: AddInverterInput!) { addInverter(input: $input) { __typename } }";
const inline = (input: string): string => `mutation { setDevicePassword(input: ${input}) { __typename } }`;

/** Callers' mistakes around a secret, and what is told of each. */
const mistakes: readonly (readonly [what: string, query: string, variables: Record<string, unknown>, told: string])[] =
  [
    [
      "a field too many",
      set,
      { input: { inverterId: "garage", newPassword: planted, old: "x" } },
      'not to include unknown field "old"',
    ],
    ["a field too few", set, { input: { newPassword: planted } }, 'to include required field "inverterId"'],
    ["a list", set, { input: { inverterId: "garage", newPassword: [planted] } }, "at .newPassword"],
    ["not even an input", set, { input: planted }, 'Expected value of type "SetDevicePasswordInput"'],
    [
      "deep within another",
      add,
      { input: { plantId: "home", id: "new", name: "New", connection: { password: planted } } },
      "at .connection",
    ],
    [
      "beside a mistake elsewhere",
      add,
      { input: { plantId: "home", id: "new", connection: { url: "x", masterKey: planted } } },
      'to include required field "name"',
    ],
    [
      "under a text's name",
      'mutation ($new: String!) { setDevicePassword(input: { inverterId: "garage", newPassword: $new }) { __typename } }',
      { new: { is: planted } },
      "String cannot represent a non string value",
    ],
    [
      "in the document without quotes",
      inline(`{ inverterId: "garage", newPassword: ${planted.replace("-", "_")} }`),
      {},
      "String cannot represent a non string value",
    ],
    [
      "in the document as a list",
      inline(`{ inverterId: "garage", newPassword: ["${planted}"] }`),
      {},
      "String cannot represent a non string value",
    ],
    [
      "in the document as the input",
      inline(`"${planted}"`),
      {},
      'Expected value of type "SetDevicePasswordInput" to be an object',
    ],
    [
      "in the document with a field too many",
      inline(`{ inverterId: "garage", newPassword: "${planted}", x: 1 }`),
      {},
      'unknown field "x"',
    ],
    [
      "in the document with a misspelt field",
      inline(`{ inverterId: "garage", newPasword: "${planted}" }`),
      {},
      "newPasword",
    ],
    [
      "in the document with a field too few",
      inline(`{ newPassword: "${planted}" }`),
      {},
      'required field "inverterId"',
    ],
  ];

test.each(mistakes)("a secret is not repeated: %s", async (_what, query, variables, told) => {
  await using served = await serve(fleet);
  const text = await (await post(served.url, query, { variables })).text();
  const { errors } = JSON.parse(text) as { errors: { message: string; extensions: { code: string } }[] };
  expect(errors.map(({ message }) => message).join()).toContain(told);
  expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["BAD_INPUT"]));
  for (const [, subscribe] of transports.slice(0, 1)) {
    const live = subscribe(served.url, query, { variables });
    await live.completed.catch((errors: unknown) => expect(JSON.stringify(errors)).toContain("BAD_INPUT"));
    expect(JSON.stringify(live.results)).not.toMatch(/planted/);
    await live.completed.catch((errors: unknown) => expect(JSON.stringify(errors)).not.toMatch(/planted/));
  }
  expect(text + served.log()).not.toMatch(/planted/);
});
