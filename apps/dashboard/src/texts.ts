// What the page says, in both languages: for tests that look for things by the names that people see.
export { text as addInverterText } from "./add-inverter/text.ts";
export { text as appText } from "./app-text.ts";
export { text as fleetText } from "./fleet/text.ts";
export { text as headerText } from "./header/text.ts";
export { text as overviewText } from "./overview/text.ts";
export { text as signInText } from "./sign-in/text.ts";
export { text as uiText } from "./ui/text.ts";
