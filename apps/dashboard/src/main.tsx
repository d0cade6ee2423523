import "./ui/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { createKeyStore } from "./data/key-store.ts";
import { Session } from "./data/session.ts";
import { themeChoice } from "./data/theme.ts";
import { languageChoice } from "./text/language.ts";

const { documentElement } = document;

/** The document itself says in which language and theme it is. */
const follow = (): void => {
  documentElement.lang = languageChoice.get();
  documentElement.dataset["theme"] = themeChoice.get();
};
follow();
languageChoice.subscribe(follow);
themeChoice.subscribe(follow);

const session = new Session({ keys: createKeyStore(sessionStorage) });
void session.refresh();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(<App session={session} />);
