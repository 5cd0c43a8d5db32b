import { expect, it, onTestFinished, vi } from 'vitest';
import { sweepExpired } from '../../src-main/connections/sweep-expired.ts';
import { connect } from '../../src-main/connections/connect.ts';
import { finishAuthorization } from '../../src-main/connections/finish-authorization.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { scriptedSite } from '../support/scripted-site.ts';

/** A sign-in that waits for its browser. */
async function waiting() {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const state = kit.opened[0]?.searchParams.get('state') ?? '';
  return { site, kit, id, isThere: () => kit.store.authorizationRequests.take(state) !== undefined };
}

it('deletes at start what was left from before', async () => {
  const { kit, isThere } = await waiting();
  kit.clock.ahead = 11 * 60_000;
  onTestFinished(sweepExpired(kit.context));
  expect(isThere()).toBe(false);
});

it('leaves what may still be finished', async () => {
  const { kit, site } = await waiting();
  kit.clock.ahead = 9 * 60_000;
  onTestFinished(sweepExpired(kit.context));
  await finishAuthorization(kit.context, site.redirect(kit.opened[0] ?? new URL('about:blank')));
  expect(kit.completed()).toEqual(['signed in']);
});

it('deletes every minute what nobody finished, until it is stopped', async () => {
  const { kit, isThere } = await waiting();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const sweep = vi.spyOn(kit.store.authorizationRequests, 'sweep');
  const stop = sweepExpired(kit.context);
  kit.clock.ahead = 11 * 60_000;
  vi.advanceTimersByTime(61_000);
  expect(isThere()).toBe(false);
  stop();
  vi.advanceTimersByTime(600_000);
  expect(sweep).toHaveBeenCalledTimes(2);
});
