import type { Caller } from './find-caller.ts';

/** Equal for two callers that count as one program, as far as the system says. */
export function programKey({ kind, pattern, path, viaShell }: Caller): string {
  return pattern
    ? JSON.stringify([pattern.family, pattern.package ?? null, pattern.viaShell])
    : JSON.stringify([kind, path ?? null, viaShell]);
}
