import type { ReactNode } from "react";
import { useFormat, useText } from "../text/use-text.ts";
import { FlowBalance } from "./balance.tsx";
import { balanceOf, distribute, type Edges } from "./distribute.ts";
import { Arrow, Edge, isWay, kindOf, Track, UnknownEdge } from "./edge.tsx";
import styles from "./flow-picture.module.css";
import { edgesOf, type FlowPower, type Place, tidyPower } from "./flow-power.ts";
import { layoutOf, width } from "./geometry.ts";
import { Marks } from "./marks.tsx";
import { drawnFromWatts, peakOf, speedOf, widthOf } from "./motion.ts";
import { PlaceNode, type Ring, sharedRing, wholeRing } from "./place-node.tsx";
import { placeFigure } from "./places.ts";
import { flowText } from "./text.ts";
import { useReducedMotion } from "./use-reduced-motion.ts";
import { flowsInWords, pictureInWords, placesOf } from "./words.ts";

export interface FlowPictureProps {
  /** Of the plant or the inverter: what the picture is called for those who hear it. */
  readonly name: string;
  readonly power: FlowPower;
  /** Null where there is no battery: its place is left out. */
  readonly battery: { readonly stateOfCharge: number | null } | null;
  /** The values are old: grey, still, and said. */
  readonly stale?: boolean;
  /** How old, in seconds. */
  readonly ageSeconds?: number | null;
  /** Rated power in W, by which widths and speeds are measured; default 10 kW or what flows, if that is more. */
  readonly ratedWatts?: number | null;
  /** How many inverters are in the sums, of how many; told where some are missing. */
  readonly reporting?: number;
  readonly expected?: number;
}

/** The power flow as a picture, in words for those who hear it, and what is between in and out. */
export function FlowPicture(props: FlowPictureProps): ReactNode {
  const { name, battery, stale = false, ageSeconds = null, ratedWatts = null, reporting, expected } = props;
  const text = useText(flowText);
  const format = useFormat();
  const hasBattery = battery !== null;
  const stateOfCharge = battery?.stateOfCharge ?? null;
  const power = tidyPower(props.power, hasBattery);
  const edges = distribute(power, hasBattery);
  const balance = balanceOf(power, hasBattery);
  const layout = layoutOf(hasBattery);
  const peakWatts = peakOf(ratedWatts, [balance.in, balance.out]);
  const isStill = useReducedMotion() || stale;
  const unknown = edgesOf(hasBattery).filter((id) => edges[id] === null);
  const flowing = edgesOf(hasBattery).flatMap((id) => {
    const watts = edges[id] ?? 0;
    if (watts < drawnFromWatts) return [];
    return [{ id, lineWidth: widthOf(watts, peakWatts), speed: isStill ? 0 : speedOf(watts, peakWatts) }];
  });
  const flows = flowsInWords(edges, hasBattery, text, format);
  return (
    <div className={styles.flow} data-stale={stale}>
      <svg
        className={styles.picture}
        viewBox={`0 0 ${width} ${layout.height}`}
        role="img"
        aria-label={pictureInWords(name, power, battery, text, format)}
      >
        {edgesOf(hasBattery)
          .filter(isWay)
          .map((id) => (
            <Track key={id} id={id} />
          ))}
        {unknown.filter(isWay).map((id) => (
          <UnknownEdge key={id} id={id} />
        ))}
        {flowing.map(({ id, lineWidth }) => (
          <Edge key={id} id={id} lineWidth={lineWidth} />
        ))}
        {flowing.map(
          ({ id, lineWidth, speed }) => speed > 0 && <Marks key={id} id={id} lineWidth={lineWidth} speed={speed} />,
        )}
        {flowing.map(({ id, lineWidth }) => (
          <Arrow key={id} id={id} lineWidth={lineWidth} />
        ))}
        {placesOf(hasBattery).map((place) => (
          <PlaceNode
            key={place}
            place={place}
            at={layout.places[place]}
            figure={placeFigure(place, power, stateOfCharge)}
            ring={ringOf(place, power, edges, stateOfCharge)}
            stateOfCharge={place === "battery" ? stateOfCharge : null}
            text={text}
            format={format}
          />
        ))}
      </svg>
      <ul className="hidden-text" aria-label={text.flows}>
        {flows.length === 0 && <li>{text.noFlow}</li>}
        {flows.map(({ id, words }) => (
          <li key={id}>{words}</li>
        ))}
      </ul>
      {stale && (
        <p className={styles.notice} data-notice="stale">
          {ageSeconds === null ? text.staleUnknown : text.stale(format.age(ageSeconds))}
        </p>
      )}
      {reporting !== undefined && expected !== undefined && reporting < expected && (
        <p className={styles.notice} data-notice="partial">
          {text.reporting(reporting, expected)}
        </p>
      )}
      <FlowBalance balance={balance} text={text} format={format} />
    </div>
  );
}

/** What a ring says: where the house's power comes from, how full the battery is, whether sun or grid are at work. */
function ringOf(place: Place, power: FlowPower, edges: Edges, stateOfCharge: number | null): Ring {
  switch (place) {
    case "home": {
      const sources = (["solarToHome", "batteryToHome", "gridToHome"] as const).map(
        (id) => [kindOf[id], edges[id] ?? 0] as const,
      );
      return sharedRing(sources, placeFigure("home", power, null).direction === null ? 0 : (power.home ?? 0));
    }
    case "battery": {
      const { state } = placeFigure("battery", power, stateOfCharge);
      return sharedRing([[state === "charging" ? "batteryIn" : "batteryOut", stateOfCharge ?? 0]], 100);
    }
    case "solar":
      return placeFigure("solar", power, null).direction === null ? [] : wholeRing("solar");
    case "grid": {
      const { direction } = placeFigure("grid", power, null);
      return direction === null ? [] : wholeRing(direction === "out" ? "gridImport" : "gridExport");
    }
  }
}
