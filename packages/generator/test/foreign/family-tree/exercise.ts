import assert from "node:assert/strict";
import {
  type Cell,
  checkDeep,
  checkProto,
  createClient,
  type Handlers,
  type Person,
  type Transport,
  type Tree,
} from "./generated/index.ts";
import { serve, transportTo } from "./harness.ts";

const people = new Map<string, Person>();

const handlers: Handlers<undefined> = {
  "people.list": () => ({ status: 200, body: Object.fromEntries(people) }),
  "people.add": ({ body }) => {
    const known = people.get(body.name);
    if (known !== undefined) return { status: 409, body: { message: "known already", known } };
    people.set(body.name, body);
    return { status: 200, body };
  },
  people_list: ({ path }) => {
    const person = people.get(path.root);
    return person === undefined ? { status: 404, body: { message: "nobody" } } : { status: 200, body: treeOf(person) };
  },
  echo: ({ body }) => ({ status: 200, body }),
  grid: ({ body }) => ({ status: 200, body: body.map((row) => row.toReversed()) }),
};

function treeOf(person: Person): Tree {
  return {
    person: { name: person.name },
    below: Object.fromEntries((person.children ?? []).map((child) => [child.name, treeOf(child)])),
  };
}

const server = await serve(handlers, undefined);
const client = createClient(transportTo(server.url));
let calls = 0;
const called = async <Result>(result: Promise<Result>): Promise<Result> => {
  calls += 1;
  return result;
};

const grandchild: Person = { name: "Kim", born: 1990, died: null };
const child: Person = { name: "Jo/e", born: 1960, mother: null, children: [grandchild] };
const root: Person = {
  name: "Ann & Bo",
  born: 1930,
  children: [child],
  spouse: { partners: [child, grandchild], notes: { "": ["none"] } },
};
const added = await called(client.peopleAdd({ body: root }));
assert(added.ok);
assert.deepEqual(added.value, root);

const again = await called(client.peopleAdd({ body: root }));
assert(!again.ok && again.kind === "documented");
assert.equal(again.message, "known already");
assert.equal(again.body?.known.name, "Ann & Bo");

// Two ids that make the same method name: the second got a number.
const all = await called(client.peopleList());
assert(all.ok);
assert.deepEqual(Object.keys(all.value), ["Ann & Bo"]);
const tree = await called(client.peopleList2({ path: { root: "Ann & Bo" } }));
assert(tree.ok);
assert.deepEqual(tree.value.below["Jo/e"]?.below["Kim"]?.below, {});

for (const value of [null, false, 0, "", [], {}, [[["deep"]]]]) {
  const echoed = await called(client.echo({ body: value }));
  assert(echoed.ok);
  assert.deepEqual(echoed.value, value);
}

const cell = (x: number): Cell => ({ x, y: x / 4, tag: null });
const turned = await called(client.grid({ body: [[cell(2), cell(4)], []] }));
assert(turned.ok);
assert.deepEqual(turned.value, [[cell(4), cell(2)], []]);
await assert.rejects(called(client.grid({ body: [[cell(3)]] })), /body: \/0\/0\/x: expected a multiple of 2/);

// What a server that breaks its word answers is named by the place.
const answering =
  (body: unknown): Transport =>
  async () => ({ kind: "response", status: 200, headers: {}, body });
const broken = async (body: unknown): Promise<string> => {
  const result = await called(createClient(answering(body)).peopleList2({ path: { root: "x" } }));
  assert(!result.ok && result.kind === "invalid");
  return `${result.pointer} | ${result.message}`;
};
assert.equal(
  await broken({ person: { name: "A" }, below: { "a/b~c": { person: { name: 1 }, below: {} } } }),
  "/below/a~1b~0c/person/name | /below/a~1b~0c/person/name: expected a string, found a number",
);
assert.equal(await broken(undefined), " | expected an object, found nothing");
// An object that only inherits the fields has none.
assert.equal(
  await broken(Object.create({ person: { name: "A" }, below: {} })),
  "/person | /person: expected an object, found nothing",
);
let nested: object = { person: { name: "A" }, below: {} };
for (let depth = 0; depth < 200_000; depth += 1) nested = { person: { name: "A" }, below: { a: nested } };
assert.equal(await broken(nested), " | expected a value nested less deeply, found too many levels");

assert.deepEqual(checkDeep({ name: "a", more: { name: "b", level: 1.5 } }), {
  pointer: "/more/level",
  expected: "an integer",
  found: "a number with a fraction",
});
assert.equal(checkProto(JSON.parse('{"__proto__":"text"}')), undefined);
assert.deepEqual(checkProto({}), { pointer: "/__proto__", expected: "a string", found: "nothing" });

// @ts-expect-error born is required by the composition, though not by its parts
const unborn: Person = { name: "nobody" };
await assert.rejects(client.peopleAdd({ body: unborn }), /\/born: expected an integer, found nothing/);

server.close();
process.stdout.write(`${calls} calls\n`);
