import { onTestFinished } from 'vitest';
import { signInWithKeyfob } from './keyfob-side.ts';
import { signInWithLibrary } from './library-side.ts';
import type { RoundTrips } from './round-trips.ts';
import type { Outcome, Side, SignIn, Site } from './side.ts';

/** Longer, in milliseconds, than parallel requests may be apart. */
export const answerTime = 25;

export interface Compared {
  text: string | undefined;
  /** The error instead. */
  error?: string;
  sequential: number;
  asked: string[];
  side?: Side;
}

/** Lets both sign in to servers of their own without registrations, and counts the requests of each. */
export async function compare(start: () => Promise<{ site: Site; trips: RoundTrips }>) {
  return { library: await run(signInWithLibrary), keyfob: await run(signInWithKeyfob) };

  async function run(signIn: SignIn): Promise<Compared & { trips: RoundTrips }> {
    const { site, trips } = await start();
    const result = await signIn(site).catch((error: unknown) => ({ error: nameOf(error) }));
    const { sequential, asked } = trips;
    if ('error' in result) return { text: undefined, error: result.error, sequential, asked, trips };
    const { side, outcome }: { side: Side; outcome: Outcome } = result;
    onTestFinished(() => side.close());
    return { text: outcome.text, sequential, asked, side, trips };
  }
}

function nameOf(error: unknown): string {
  const { view, code, name } = error as { view?: { code: string }; code?: unknown; name?: string };
  return view?.code ?? (typeof code === 'string' ? code : (name ?? String(error)));
}
