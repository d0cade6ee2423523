import { remembered } from "./inverter-schema.ts";
import { serve } from "./serve.ts";
import { inverterYoga } from "./yoga.ts";

// A bare Yoga that has the values in memory: what Yoga itself costs.
serve(inverterYoga([{ id: "i1", read: remembered }]));
