// Loaded into the gateway before its own code: answers each message with what it holds after a collection.
const collect = (globalThis as { readonly gc?: () => void }).gc;

process.on("message", () => {
  collect?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, rss });
});
// Nothing of this may keep the gateway alive, or answer for it.
process.channel?.unref();
for (const kind of ["unhandledRejection", "uncaughtExceptionMonitor"] as const) {
  process.on(kind, (cause: unknown) => {
    process.stderr.write(`soak: ${kind}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  });
}
