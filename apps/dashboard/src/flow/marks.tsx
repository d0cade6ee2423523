import { type ReactNode, useLayoutEffect, useRef } from "react";
import { kindOf } from "./edge.tsx";
import styles from "./flow-picture.module.css";
import type { EdgeId } from "./flow-power.ts";
import { curves, lengthOf, stepsAlong } from "./geometry.ts";

export interface MarksProps {
  readonly id: EdgeId;
  /** Units of the picture a second, above 0. */
  readonly speed: number;
  /** Of the line under it, in units of the picture: the marks stand out from it. */
  readonly lineWidth: number;
}

/** Units from one mark to the next. */
const spacing = 44;
/** Places between which the compositor draws straight lines. */
const keyframeCount = 16;
/** A speed is changed by no less than this, so that a value that trembles costs nothing. */
const paceStep = 3;

/**
 * Marks that travel along an edge. They are moved by `transform` alone: that runs on the compositor, while offset-distance and
 * stroke-dashoffset keep the main thread at work at each frame (measured: 0.2 % of it against 9 % and 7 %). A new speed is a new playback
 * rate of the same animation, so that nothing jumps.
 */
export function Marks({ id, speed, lineWidth }: MarksProps): ReactNode {
  const group = useRef<SVGGElement>(null);
  const running = useRef<readonly Animation[]>([]);
  const pace = Math.max(paceStep, Math.round(speed / paceStep) * paceStep);
  const paceAtStart = useRef(pace);
  paceAtStart.current = pace;

  useLayoutEffect(() => {
    const marks = [...(group.current?.children ?? [])];
    const keyframes = stepsAlong(curves[id], keyframeCount).map(({ at }) => ({
      transform: `translate(${at.x}px, ${at.y}px)`,
    }));
    // One unit a second at a rate of 1, so that the rate is the speed.
    const duration = lengthOf(curves[id]) * 1000;
    running.current = marks.map((mark, index) => {
      const animation = mark.animate(keyframes, { duration, iterations: Number.POSITIVE_INFINITY });
      animation.currentTime = (duration * index) / marks.length;
      animation.playbackRate = paceAtStart.current;
      return animation;
    });
    return () => {
      for (const animation of running.current) animation.cancel();
      running.current = [];
    };
  }, [id]);

  useLayoutEffect(() => {
    for (const animation of running.current) {
      if (animation.playbackRate !== pace) animation.updatePlaybackRate(pace);
    }
  }, [pace]);

  const count = Math.max(2, Math.round(lengthOf(curves[id]) / spacing));
  return (
    <g ref={group} className={styles.marks} data-kind={kindOf[id]} data-marks={id}>
      {Array.from({ length: count }, (_, index) => (
        // They differ by their place in the row only.
        <circle key={index} r={lineWidth / 2 + 2.4} />
      ))}
    </g>
  );
}
