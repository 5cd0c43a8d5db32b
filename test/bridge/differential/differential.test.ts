import { expect, it, onTestFinished } from 'vitest';
import { startCapableServer } from './capable-server.ts';
import type { Era } from './shared.ts';
import { walk } from './walk.ts';
import { direct, type Way } from './ways.ts';

async function transcriptOf(way: Way, era: Era) {
  const server = await startCapableServer(era);
  onTestFinished(() => server.close());
  const steps = await walk(await way(server.url), server, era);
  const lines = server.received.map((one) => JSON.stringify(one));
  return { steps, received: lines.toSorted() };
}

it.each(['legacy', 'modern'] as const)('a client of the %s era has the same transcript twice', async (era) => {
  expect(await transcriptOf(direct, era)).toEqual(await transcriptOf(direct, era));
});
