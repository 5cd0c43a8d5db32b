import { EventEmitter } from 'node:events';
import { expect } from 'vitest';
import { quitWhenStored } from '../../../src-main/app/quit-when-stored.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { followSessionEnd } from '../../../src-main/shell/session-end.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import type { System, SystemCase } from '../system-case.ts';

/** Keyfob on a system, with a sign-in whose tokens arrive when the test lets them, and what happened to it. */
async function start(platform: System) {
  const site = await scriptedSite();
  const issue = site.authorization.routes['/token'];
  const { promise: held, resolve: answer } = Promise.withResolvers<void>();
  site.authorization.routes['/token'] = async (asked) => {
    await held;
    return issue?.(asked) ?? 'close';
  };
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const [opened] = kit.opened;
  if (!opened) throw new Error('no browser opened');
  const happened: string[] = [];
  const app = Object.assign(new EventEmitter(), {
    quit() {
      happened.push('quit');
      app.emit('will-quit', { preventDefault: () => happened.push('wait') });
    },
  });
  const stored = quitWhenStored(app as unknown as Parameters<typeof quitWhenStored>[0], kit.context, {
    stop: () => happened.push('stop'),
    close: () =>
      happened.push(`close with ${kit.store.tokenSets.get(id, kit.session.profileId)?.accessToken.reveal()}`),
  });
  const windows: EventEmitter[] = [];
  const end = followSessionEnd({
    platform,
    makeWindow() {
      const window = Object.assign(new EventEmitter(), { destroy: () => happened.push('destroy') });
      windows.push(window);
      return window;
    },
    quit: () => app.quit(),
    ...stored,
  });
  const query = () => windows[0]?.emit('query-session-end', { preventDefault: () => happened.push('refuse') });
  return { site, kit, opened, happened, windows, query, answer, end };
}

async function makesNoWindow(platform: System) {
  const { windows } = await start(platform);
  expect(windows).toEqual([]);
}

export default {
  title: 'an answer under way is stored before the session ends',
  source:
    "electron/electron docs/api/app.md lines 76 to 108: on Windows, before-quit and will-quit 'will not be " +
    "emitted if the app is closed due to a shutdown/restart of the system or a user logout'; " +
    'docs/api/base-window.md lines 156 and 167: query-session-end, session-end (Windows)',
  cells: {
    linux: makesNoWindow,
    darwin: makesNoWindow,
    async win32(platform) {
      const { site, kit, opened, happened, windows, query, answer, end } = await start(platform);
      expect(windows).toHaveLength(1);
      query();
      expect(happened).toEqual([]);
      const finished = finishAuthorization(kit.context, site.redirect(opened));
      await expect.poll(() => site.authorization.to('/token')).toHaveLength(1);
      query();
      expect(happened).toEqual(['refuse', 'quit', 'stop', 'wait']);
      answer();
      await finished;
      await expect.poll(() => happened.slice(4)).toEqual(['quit', 'stop', 'close with access-1']);
      // The store is closed once, whatever Windows says afterwards.
      windows[0]?.emit('session-end');
      expect(happened).toHaveLength(7);
      end();
      expect(happened.at(-1)).toBe('destroy');

      const forced = await start(platform);
      forced.windows[0]?.emit('session-end');
      expect(forced.happened).toEqual(['stop', 'close with undefined']);
      forced.answer();
    },
  },
} satisfies SystemCase;
