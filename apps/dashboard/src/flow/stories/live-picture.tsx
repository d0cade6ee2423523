import { type ReactNode, useEffect, useState } from "react";
import { FlowPicture } from "../flow-picture.tsx";
import type { FlowPower } from "../flow-power.ts";

/** A day in a minute, a new value each second: for watching that motion never jumps, and for measuring what it costs. */
export function LivePicture(): ReactNode {
  const [second, setSecond] = useState(10);
  useEffect(() => {
    const timer = setInterval(() => setSecond((now) => now + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const solar = Math.max(0, 8000 * Math.sin((2 * Math.PI * (second - 5)) / 60));
  const home = 900 + 500 * Math.sin(second);
  const charge = Math.min(Math.max(0, solar - home), 2500);
  const gridExport = Math.max(0, solar - home - charge);
  const discharge = Math.min(Math.max(0, home - solar), 600);
  const power: FlowPower = {
    solar,
    home,
    gridExport,
    gridImport: Math.max(0, home - solar - discharge),
    batteryCharge: charge,
    batteryDischarge: discharge,
    homeFromSolar: Math.min(solar, home),
    homeFromBattery: discharge,
    homeFromGrid: Math.max(0, home - solar - discharge),
    losses: 0,
  };
  return <FlowPicture name="Live" power={power} battery={{ stateOfCharge: 50 + 30 * Math.sin(second / 10) }} />;
}
