import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sweepExpired } from '../../../src-main/connections/sign-out/sweep-expired.ts';
import { activityLifetime, mostActivity } from '../../../src-main/connections/activity.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

/** A sign-in that waits for its browser. */
async function waiting() {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const state = kit.opened[0]?.searchParams.get('state') ?? '';
  return { site, kit, id, isThere: () => kit.store.authorizationRequests.take(state) !== undefined };
}

it('the sweep deletes at start what has expired before', async () => {
  const { kit, isThere } = await waiting();
  kit.clock.ahead = 11 * 60_000;
  onTestFinished(sweepExpired(kit.context));
  expect(isThere()).toBe(false);
});

it('the sweep deletes what was begun before the clock was set back', async () => {
  const { kit, isThere } = await waiting();
  kit.clock.ahead = -24 * 3_600_000;
  onTestFinished(sweepExpired(kit.context));
  expect(isThere()).toBe(false);
});

it('the sweep keeps sign-ins that may still be finished', async () => {
  const { kit, site } = await waiting();
  kit.clock.ahead = 9 * 60_000;
  onTestFinished(sweepExpired(kit.context));
  await finishAuthorization(kit.context, site.redirect(kit.opened[0] ?? new URL('about:blank')));
  expect(kit.completed()).toEqual(['signed in']);
});

it('the sweep deletes unfinished sign-ins every minute, until it is stopped', async () => {
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

describe('the activity log', () => {
  const day = 24 * 3_600_000;
  const recorder = async () => {
    const kit = await startKeyfob();
    const { workspaceId } = kit.session;
    const entry = { workspaceId, profileId: null, serverId: null, kind: 'called', subject: null, outcome: 'done' };
    const from = Date.now();
    return {
      kit,
      record: (at: number) => kit.store.activity.record({ ...entry, at: from + at }),
      left: () => kit.store.activity.list({ workspaceId, limit: 100_000 }).map(({ at }) => at - from),
    };
  };

  it('is kept for ninety days, and not a day longer', async () => {
    expect(activityLifetime).toBe(90 * day);
    const { kit, record, left } = await recorder();
    record(0);
    record(2 * day);
    kit.clock.ahead = 89 * day;
    sweepExpired(kit.context)();
    expect(left()).toEqual([2 * day, 0]);
    kit.clock.ahead = 91 * day;
    sweepExpired(kit.context)();
    expect(left()).toEqual([2 * day]);
  });

  it('is bounded: the newest twenty thousand entries of a workspace are kept', async () => {
    expect(mostActivity).toBe(20_000);
    const { kit, record, left } = await recorder();
    kit.store.transaction(() => {
      for (let at = 0; at < mostActivity + 3; at += 1) record(at);
    });
    sweepExpired(kit.context)();
    const kept = left();
    expect(kept).toHaveLength(mostActivity);
    expect([kept[0], kept.at(-1)]).toEqual([mostActivity + 2, 3]);
  });
});
