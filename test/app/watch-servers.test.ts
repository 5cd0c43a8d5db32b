import { expect, it, onTestFinished, vi } from 'vitest';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { watchServers } from '../../src-main/app/watch-servers.ts';
import { startRealParts, type RealPartsOptions } from '../support/real-parts.ts';

/** A watch over a server that one can sign in to, and the states that it saw. Its timers run when a test lets them. */
async function watched(options: RealPartsOptions = {}) {
  const { kit, id } = await startRealParts(options);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const seen: string[] = [];
  const watch = watchServers(
    kit.context,
    () => kit.session,
    (servers) => seen.push(...servers.map(({ status }) => status.state)),
  );
  onTestFinished(() => watch.stop());
  kit.subscribe((event) => watch.follow(event));
  const pass = (milliseconds: number) => {
    kit.clock.ahead += milliseconds;
    vi.advanceTimersByTime(milliseconds);
  };
  return { kit, id, seen, watch, pass };
}

it('the watch over servers sees a sign-in that is given up before other changes have settled', async () => {
  const { kit, id, seen, pass } = await watched();
  await kit.signIn(id);
  await disconnect(kit.context, kit.session, id);
  pass(1000);
  expect(seen).toEqual(['signed_in', 'signed_out']);
});

it('the watch over servers checks once after several changes at the same time', async () => {
  const { seen, watch, pass } = await watched();
  for (let change = 0; change < 5; change += 1) watch.follow({ type: 'storage_changed' });
  expect(seen).toEqual([]);
  pass(3000);
  expect(seen).toEqual(['signed_out']);
});

it('the watch over servers sees when a sign-in ends that cannot be renewed', async () => {
  const metadata = (document: Record<string, unknown>) => ({ ...document, scopes_supported: [] });
  const { kit, id, seen, pass } = await watched({ authorization: { accessTokenSeconds: 30, metadata } });
  await kit.signIn(id);
  pass(20_000);
  expect(seen.at(-1)).toBe('signed_in');
  pass(10_500);
  expect(seen.at(-1)).toBe('needs_sign_in');
  pass(20_000);
  expect(seen.filter((state) => state === 'needs_sign_in')).toHaveLength(1);
});

it('the watch over servers does not check any more once it is stopped', async () => {
  const { seen, watch, pass } = await watched();
  watch.stop();
  pass(200_000);
  expect(seen).toEqual([]);
});
