import { signInWithKeyfob } from '../differential/keyfob-side.ts';
import { signInWithLibrary } from '../differential/library-side.ts';
import { realSite } from '../differential/real-site.ts';
import type { SignIn } from '../differential/side.ts';
import { median, pairedRatio } from './median.ts';

/** The response time of both servers, in milliseconds. */
const answerTime = 50;
const pairs = 9;

const revisions = ['2026-07-28', '2025-11-25'] as const;
type Revision = (typeof revisions)[number];

/**
 * From an address to the first result of a tool, without the user's time: Keyfob's engine against the MCP client
 * library's own sign-in. Alternating, each with fresh servers, after one uncounted run of each.
 */
export async function measureConnect() {
  const rows = [];
  for (const protocol of revisions) rows.push(await measureRevision(protocol));
  return rows;
}

async function measureRevision(protocol: Revision) {
  const keyfob: Connect[] = [];
  const library: Connect[] = [];
  for (let pair = -1; pair < pairs; pair++) {
    const ours = await connectOnce(signInWithKeyfob, protocol);
    const theirs = await connectOnce(signInWithLibrary, protocol);
    if (pair < 0) continue;
    keyfob.push(ours);
    library.push(theirs);
  }
  const times = (connects: Connect[]) => connects.map(({ milliseconds }) => milliseconds);
  const trips = (connects: Connect[]) => median(connects.map(({ sequential }) => sequential));
  return {
    metric: `cold connect to a server of ${protocol}`,
    unit: 'ms',
    keyfob: Math.round(median(times(keyfob))),
    library: Math.round(median(times(library))),
    ratio: Number(pairedRatio(times(keyfob), times(library)).toFixed(2)),
    keyfobRoundTrips: trips(keyfob),
    libraryRoundTrips: trips(library),
    pairs,
  };
}

interface Connect {
  milliseconds: number;
  sequential: number;
}

async function connectOnce(signIn: SignIn, protocol: Revision): Promise<Connect> {
  const { trips, site, close } = await realSite({ answerTime, authorization: {}, mcp: { protocol } });
  try {
    const { side, outcome } = await signIn(site);
    const { sequential } = trips;
    await side.close();
    return { milliseconds: outcome.milliseconds, sequential };
  } finally {
    await close();
  }
}
