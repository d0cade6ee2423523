declare const unit: unique symbol;

/** A number that carries its unit in the type, so that kW never meets W. */
type Unit<Name extends string> = number & { readonly [unit]: Name };

export type Watt = Unit<"W">;
export type WattHour = Unit<"Wh">;
export type Volt = Unit<"V">;
export type Ampere = Unit<"A">;
export type AmpereHour = Unit<"Ah">;
export type VoltAmpere = Unit<"VA">;
export type VoltAmpereReactive = Unit<"var">;
export type Hertz = Unit<"Hz">;
export type Ohm = Unit<"Ohm">;
export type Celsius = Unit<"°C">;
export type Gram = Unit<"g">;
export type Percent = Unit<"%">;
export type Second = Unit<"s">;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = Unit<"ms since epoch">;

/** The only way a bare number becomes a quantity: where a value enters from the device or a calculation. */
export const quantity = <Quantity extends Unit<string>>(value: number): Quantity => value as Quantity;
