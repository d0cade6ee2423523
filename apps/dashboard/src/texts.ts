// What the page says, in both languages: for tests that look for things by the names that people see.
export { text as addInverterText } from "./add-inverter/text.ts";
export { text as appText } from "./app-text.ts";
export { text as chartText } from "./chart/text.ts";
export { adviceFor } from "./failure/advice.ts";
export { stateText } from "./fleet/state-text.ts";
export { text as fleetText } from "./fleet/text.ts";
export { flowText } from "./flow/text.ts";
export { text as headerText } from "./header/text.ts";
export { text as inverterText } from "./inverter/text.ts";
export { text as overviewText } from "./overview/text.ts";
export { text as planText } from "./plan/text.ts";
export { text as settingsText } from "./settings/text.ts";
export { text as signInText } from "./sign-in/text.ts";
export { text as uiText } from "./ui/text.ts";
