import { expect, it, onTestFinished } from 'vitest';
import { startCapableServer } from './capable-server.ts';
import type { Era } from './shared.ts';
import { walk } from './walk.ts';
import { direct, throughKeyfob, type Way } from './ways.ts';

const eras = ['legacy', 'modern'] as const;

async function transcriptOf(way: Way, era: Era) {
  const server = await startCapableServer(era);
  onTestFinished(() => server.close());
  const transport = await way(server.url, era);
  const steps = await walk(transport, server, era);
  const lines = server.received.map((one) => JSON.stringify(one));
  return { steps, received: lines.toSorted() };
}

it.each(eras)('a client of the %s era has the same transcript twice', async (era) => {
  expect(await transcriptOf(direct, era)).toEqual(await transcriptOf(direct, era));
});

it.each(eras)('a client of the %s era has the same transcript through Keyfob', async (era) => {
  expect(await transcriptOf(throughKeyfob, era)).toEqual(await transcriptOf(direct, era));
});
