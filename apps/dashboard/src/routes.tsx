import { type ReactNode, Suspense } from "react";
import { Link, Route, Switch } from "wouter";
import { text } from "./app-text.ts";
import { useViewer } from "./data/context.tsx";
import { FleetView } from "./fleet/fleet-view.tsx";
import { OverviewView } from "./overview/overview-view.tsx";
import { idIn } from "./paths.ts";
import { useText } from "./text/use-text.ts";
import { lazyPart } from "./ui/lazy-part.ts";
import { Loading } from "./ui/loading.tsx";
import { View } from "./ui/view.tsx";

// What the first look does not need comes when it is asked for.
const InverterView = lazyPart(async () => (await import("./inverter/inverter-view.tsx")).InverterView);
const SettingsView = lazyPart(async () => (await import("./settings/settings-view.tsx")).SettingsView);
const AddInverterView = lazyPart(async () => (await import("./add-inverter/add-inverter-view.tsx")).AddInverterView);

/** What is at which address; all behind `#`, so that the gateway has one page. */
export function Routes(): ReactNode {
  const { plants } = useViewer();
  const inverters = plants.flatMap((plant) => plant.inverters);
  const ofInverter = (part: string, view: (inverterId: string) => ReactNode): ReactNode => {
    const id = idIn(part, inverters);
    return id === undefined ? <NotFound /> : view(id);
  };
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <OverviewView plantId={undefined} />
        </Route>
        <Route path="/plants/:id">
          {({ id: part }) => {
            const id = idIn(part, plants);
            return id === undefined ? <NotFound /> : <OverviewView key={id} plantId={id} />;
          }}
        </Route>
        <Route path="/fleet">
          <FleetView />
        </Route>
        <Route path="/add">
          <AddInverterView />
        </Route>
        <Route path="/inverters/:id/settings">
          {({ id }) => ofInverter(id, (inverterId) => <SettingsView key={inverterId} inverterId={inverterId} />)}
        </Route>
        <Route path="/inverters/:id">
          {({ id }) => ofInverter(id, (inverterId) => <InverterView key={inverterId} inverterId={inverterId} />)}
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}

function NotFound(): ReactNode {
  const t = useText(text);
  return (
    <View title={t.notFound}>
      <p>{t.notFoundMore}</p>
      <p>
        <Link href="/">{t.toOverview}</Link>
      </p>
    </View>
  );
}
