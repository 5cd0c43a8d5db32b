/**
 * A signal that aborts with one of `signals`, or after these milliseconds with a `TimeoutError`. Node 20 forgets an
 * `AbortSignal.timeout` that only `AbortSignal.any` refers to, as soon as memory is collected, so that its time never
 * ends; one that has a listener is kept.
 */
export function abortAfter(milliseconds: number, ...signals: AbortSignal[]): AbortSignal {
  const late = AbortSignal.timeout(milliseconds);
  late.addEventListener('abort', () => undefined, { once: true });
  return AbortSignal.any([...signals, late]);
}
