import assert from "node:assert/strict";
import { checkPetStatus, createClient, type Handlers, matchRoute, type NewPet, type Pet } from "./generated/index.ts";
import { serve, transportTo } from "./harness.ts";

interface Shop {
  readonly pets: Map<number, Pet>;
  readonly coins: number[];
}

const unknown = { status: 404, body: { code: 404, message: "no such pet" } } as const;

const handlers: Handlers<Shop> = {
  listPets: ({ query, header }, { pets }) => {
    if (query.limit === 99)
      return { status: 500, body: { code: 7, message: `tired of ${header["X-Trace"] ?? "you"}` } };
    const page = [...pets.values()]
      .filter((pet) => query.status === undefined || query.status.includes(pet.status))
      .filter((pet) => query.tags === undefined || query.tags.every((tag) => pet.tags?.includes(tag)))
      .slice(0, query.limit ?? 20);
    return { status: 200, body: page, headers: { "X-Total": String(pets.size) } };
  },
  "add-pet": ({ body }, { pets }) => {
    if (body.name === "nobody") return { status: 422, body: { fields: { name: "is taken" } } };
    const pet: Pet = { status: "available", ...body, id: pets.size + 1 };
    pets.set(pet.id, pet);
    return { status: 201, body: pet };
  },
  constructor: () => ({ status: 200, body: ["Rex"] }),
  getPet: ({ path }, { pets }) => {
    const pet = pets.get(path.petId);
    return pet === undefined ? unknown : { status: 200, body: pet };
  },
  delete: ({ path, header }, { pets }) => {
    if (header["X-Trace"] === "teapot")
      return { undocumented: true, status: 418, body: { message: "short and stout" } };
    return pets.delete(path.petId) ? { status: 204 } : unknown;
  },
  "delete!": ({ path, body }, { pets }) => {
    const pet = pets.get(path.petId);
    if (pet === undefined) return unknown;
    pets.set(path.petId, { ...pet, name: body });
    return { status: 200, body: pet.name === "Rex" ? null : pet.name };
  },
  getPets: ({ path }, { pets }) => ({ status: 200, body: path.petIds.flatMap((id) => pets.get(id) ?? []) }),
  get_till: (_, { coins }) => ({ status: 200, body: coins.reduce((sum, coin) => sum + coin, 0.5) }),
  post_till: ({ body }, { coins }) => {
    if (body === undefined) return { status: 202 };
    coins.push(...body);
    return { status: 200, body: { sum: body.reduce<number>((sum, coin) => sum + coin, 0) } };
  },
};

const shop: Shop = { pets: new Map(), coins: [] };
const server = await serve(handlers, shop);
const client = createClient(transportTo(server.url));
let calls = 0;
const called = async <Result>(result: Promise<Result>): Promise<Result> => {
  calls += 1;
  return result;
};

const rex: NewPet = { name: "Rex", status: "sold", tags: ["big", "brown, white"], birthday: null };
const added = await called(client.addPet({ body: rex }));
assert(added.ok);
assert.deepEqual(added.value, { ...rex, id: 1 });
assert.equal(added.status satisfies 201, 201);

const refused = await called(client.addPet({ body: { name: "nobody" } }));
assert(!refused.ok && refused.kind === "documented");
assert.equal(refused.status satisfies 422, 422);
assert.deepEqual(refused.body, { fields: { name: "is taken" } });

await called(client.addPet({ body: { name: "Ada", "first-owner": "x" } }));
const listed = await called(client.listPets({ query: { status: ["sold", "available"], limit: 1 } }));
assert(listed.ok);
assert.deepEqual(
  listed.value.map((pet) => pet.name),
  ["Rex"],
);
assert.equal(listed.headers["x-total"], "2");

const tired = await called(client.listPets({ query: { limit: 99 }, header: { "X-Trace": "Käse" } }));
assert(!tired.ok && tired.kind === "documented");
assert.deepEqual([tired.status, tired.message], [500, "tired of Käse"]);

// A list can't carry its own separator, and limits hold before anything is sent.
await assert.rejects(
  called(client.listPets({ query: { tags: ["brown, white"] } })),
  /TypeError: listPets: query parameter tags: .*csv list/,
);
await assert.rejects(called(client.listPets({ query: { limit: 0 } })), /expected a number of at least 1/);
await assert.rejects(
  called(client.addPet({ body: { name: "" } })),
  /add-pet: body: \/name: expected at least 1 character/,
);

const mine = await called(client.constructorOperation());
assert(mine.ok);
assert.deepEqual(mine.value, ["Rex"]);

const none = await called(client.getPet({ path: { petId: 77 } }));
assert(!none.ok && none.kind === "documented");
assert.deepEqual(none.body, { code: 404, message: "no such pet" });

const both = await called(client.getPets({ path: { petIds: [2, 1] } }));
assert(both.ok);
assert.deepEqual(
  both.value.map((pet) => pet.id),
  [2, 1],
);

const renamed = await called(client.delete2({ path: { petId: 1 }, body: "Max" }));
assert(renamed.ok);
assert.equal(renamed.value, null);

const teapot = await called(client.delete({ path: { petId: 1 }, header: { "X-Trace": "teapot" } }));
assert(!teapot.ok && teapot.kind === "undocumented");
assert.deepEqual([teapot.status, teapot.message], [418, "short and stout"]);
const gone = await called(client.delete({ path: { petId: 1 }, header: { "X-Trace": "t" } }));
assert(gone.ok);
assert.deepEqual([gone.status, gone.value], [204, undefined]);

const counted = await called(client.postTill({ body: [5, 10] }));
assert(counted.ok && counted.status === 200);
assert.equal(counted.value.sum, 15);
const later = await called(client.postTill());
assert(later.ok);
assert.equal(later.status, 202);
const till = await called(client.getTill({}));
assert(till.ok);
assert.equal(till.value, 15.5);

// What a client without these bindings gets.
const raw = async (path: string, init?: RequestInit): Promise<[number, unknown, string | null]> => {
  const response = await fetch(`${server.url}/v2${path}`, init);
  return [response.status, await response.json(), response.headers.get("allow")];
};
assert.deepEqual(await raw("/pets/x"), [400, { message: "/path/petId: expected an integer, found a string" }, null]);
assert.deepEqual(await raw("/pets?limit=abc"), [
  400,
  { message: "/query/limit: expected an integer, found a string" },
  null,
]);
assert.deepEqual(await raw("/pets/1", { method: "DELETE" }), [
  400,
  { message: "/header/X-Trace: expected a value, found nothing" },
  null,
]);
assert.deepEqual(await raw("/pets", { method: "POST", body: '{"name":1}' }), [
  400,
  { message: "/body/name: expected a string, found a number" },
  null,
]);
assert.deepEqual(await raw("/pets", { method: "PUT" }), [405, { message: "Method not allowed" }, "GET, POST"]);
assert.deepEqual(await raw("/cats"), [404, { message: "Not found" }, null]);
calls += 6;

// What every object inherits is not a field of it.
assert.equal(checkPetStatus({}), undefined);
assert.equal(checkPetStatus({ constructor: 1 })?.pointer, "/constructor");

const mineMatch = matchRoute("GET", "/pets/mine");
assert(mineMatch.found);
assert.equal(mineMatch.operation, "constructor");

// @ts-expect-error a status that is no number of the specification is told apart by the compiler
if (!none.ok && none.kind === "documented") assert.notEqual(none.status satisfies 403, 403);
// @ts-expect-error a required header can't be forgotten
await assert.rejects(client.delete({ path: { petId: 1 } }), /header parameter X-Trace/);

server.close();
process.stdout.write(`${calls} calls\n`);
