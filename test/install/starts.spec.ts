import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { namesOf, packagesOf, version } from './made-packages.ts';
import { makeUser, type OrdinaryUser } from './ordinary-user.ts';
import { menuCommand, startApp } from './running-app.ts';

const run = promisify(execFile);
/** Starts of each; the first of each counts for nothing. */
const starts = 20;

let user: OrdinaryUser;
test.beforeAll(async () => {
  await packagesOf();
  user = await makeUser();
});
test.afterAll(() => user.leave());

const median = (times: number[]) => times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0;

// A measurement for people to read, which asserts no time: KEYFOB_MEASURE=1 npm run test:install -- starts
test('@measured the installed app and the folder start alternately, and the medians are printed', async () => {
  test.setTimeout(500_000);
  const { one } = await packagesOf();
  await run('apt-get', ['-y', '--no-install-recommends', 'install', join(one, namesOf(version).deb)]);
  await user.run('tar', '-xzf', join(one, namesOf(version).tar));
  const programs = { installed: menuCommand(), folder: join(user.home, 'Keyfob', 'keyfob-app') };
  const times: Record<string, number[]> = { installed: [], folder: [] };
  for (let round = 0; round <= starts; round += 1)
    for (const [name, program] of Object.entries(programs)) {
      // Each start is the first one of its user, so that none has more to read than another.
      rmSync(join(user.home, '.config', 'Keyfob'), { recursive: true, force: true });
      const began = performance.now();
      const { quit } = await startApp(user, program);
      if (round > 0) times[name]?.push(performance.now() - began);
      await quit();
    }
  const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, Math.round(median(all))]));
  console.log(JSON.stringify({ starts, milliseconds: medians, load: loadavg().map((one) => one.toFixed(1)) }));
  expect(times['installed']).toHaveLength(starts);
});
