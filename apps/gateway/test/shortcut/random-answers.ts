import {
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  responsePathAsArray,
} from "graphql";

/** Whatever a resolver may give, always the same at the same place of the answer. */
export function randomAnswers(schema: GraphQLSchema, seed: number): GraphQLFieldResolver<unknown, unknown> {
  return (_parent, args, _context, info) => {
    const dice = diceAt(`${seed} ${responsePathAsArray(info.path).join(".")} ${JSON.stringify(args)}`);
    return wrapped(info.returnType, dice);
  };

  function wrapped(type: GraphQLOutputType, dice: Dice): unknown {
    switch (dice(14)) {
      case 0:
        return undefined;
      case 1:
        return new Error(`returned ${dice(100)}`);
      case 2:
        throw new Error(`thrown ${dice(100)}`);
      case 3:
        return later(dice(4), () => Promise.reject(new Error(`rejected ${dice(100)}`)));
      case 4:
      case 5:
        return later(dice(4), () => value(type, dice));
      case 6:
        return nextTurn(() => value(type, dice));
      case 7:
        return nextTurn(() => Promise.reject(new Error(`rejected later ${dice(100)}`)));
      default:
        return value(type, dice);
    }
  }

  function value(type: GraphQLOutputType, dice: Dice): unknown {
    if (isNonNullType(type)) return value(type.ofType, dice);
    if (dice(10) === 0) return null;
    if (isListType(type)) {
      return Array.from({ length: dice(4) }, () => {
        const item = dice(8);
        if (item === 0) return later(dice(3), () => value(type.ofType, dice));
        if (item === 1) return forgiven(later(dice(3), () => Promise.reject(new Error(`item ${dice(100)}`))));
        return item === 2 ? new Error(`an item ${dice(100)}`) : value(type.ofType, dice);
      });
    }
    const named = getNamedType(type);
    if (isInterfaceType(named) || isUnionType(named)) {
      const types = schema.getPossibleTypes(named);
      return { type: types[dice(types.length)]?.name };
    }
    if (isObjectType(named)) return { type: named.name };
    if (isEnumType(named)) return dice(8) === 0 ? "no value" : named.getValues()[0]?.value;
    if (named instanceof GraphQLScalarType && named.name === "Boolean") return dice(2) === 0;
    return [0, 1.5, Number.NaN, "text", -7, 3, 4, 5][dice(8)];
  }
}

type Dice = (sides: number) => number;

/** Mulberry32, from a hash of the text. */
function diceAt(text: string): Dice {
  let state = 0;
  for (const sign of text) state = (Math.imul(state, 31) + (sign.codePointAt(0) ?? 0)) | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % sides;
  };
}

/** In a list of lists that is given up, graphql-js itself leaves promises alone. */
function forgiven<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** After so many microtasks. */
async function later<T>(count: number, give: () => T): Promise<Awaited<T>> {
  for (let left = count; left > 0; left--) await Promise.resolve();
  return give() as Awaited<T>;
}

async function nextTurn<T>(give: () => T): Promise<Awaited<T>> {
  await new Promise((resolve) => setImmediate(resolve));
  return give() as Awaited<T>;
}
