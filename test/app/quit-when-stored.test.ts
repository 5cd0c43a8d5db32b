import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { quitWhenStored } from '../../src-main/app/quit-when-stored.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { scriptedSite } from '../support/scripted-site.ts';

/**
 * An app that quits as Electron does: asked again once all work is done, it closes. What asks it again before the turn
 * is over in which the first quit was prevented is not heard.
 */
class App extends EventEmitter {
  #isQuitting = false;

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    this.emit('will-quit', { preventDefault: () => setImmediate(() => (this.#isQuitting = false)) });
  }
}

/** Keyfob with a browser waiting for its answer; the authorization server issues tokens when the test lets it. */
async function start() {
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
  const app = new App();
  const stored = () => kit.store.tokenSets.get(id, kit.session.profileId)?.accessToken.reveal();
  const atClose: (string | undefined)[] = [];
  quitWhenStored(app as unknown as Parameters<typeof quitWhenStored>[0], kit.context, {
    stop: () => undefined,
    close: () => void atClose.push(stored()),
  });
  const finish = () => finishAuthorization(kit.context, site.redirect(opened));
  return { site, kit, id, app, atClose, answer, finish };
}

it('quitting is immediate where no answer is awaited, though a browser is open', async () => {
  const { app, atClose } = await start();
  app.quit();
  expect(atClose).toEqual([undefined]);
});

it('quitting waits for the tokens of a code that is used up', async () => {
  const { site, app, atClose, answer, finish } = await start();
  const finished = finish();
  await expect.poll(() => site.authorization.to('/token')).toHaveLength(1);
  app.quit();
  expect(atClose).toEqual([]);
  answer();
  await finished;
  await expect.poll(() => atClose).toEqual(['access-1']);
});

it('quitting waits for a renewal, and tries once more to store what the disk refused', async () => {
  const { kit, id, app, atClose, answer, finish } = await start();
  answer();
  await finish();
  kit.clock.ahead = 7_200_000;
  vi.spyOn(kit.store.tokenSets, 'replaceTokens').mockImplementationOnce(() => {
    throw new Error('the disk is full');
  });
  const asked = accessToken(kit.context, kit.slot(id)).catch(() => undefined);
  app.quit();
  expect(atClose).toEqual([]);
  await asked;
  await expect.poll(() => atClose).toEqual(['access-2']);
});

it('quitting waits until the calls of the last second are in the history', async () => {
  const { kit, id, app, atClose } = await start();
  kit.context.history.begin({
    owner: kit.session.profileId,
    serverId: id,
    address: 'https://a.example/mcp',
    tool: 'search',
    input: {},
  })({ error: new Error('no result') });
  app.quit();
  expect(atClose).toEqual([]);
  await expect.poll(() => atClose).toEqual([undefined]);
  await kit.context.history.use(({ calls }) =>
    expect(calls.list(kit.session.profileId, {}, 10)).toMatchObject([{ tool: 'search', outcome: 'error' }]),
  );
});

it('quitting goes on where what it waits for is there at once', async () => {
  const { kit, app } = await start();
  const ended = vi.fn<() => void>();
  const history = { isPending: true, finish: () => Promise.resolve() } as unknown as typeof kit.context.history;
  const other = new App();
  quitWhenStored(
    other as unknown as Parameters<typeof quitWhenStored>[0],
    { ...kit.context, history },
    { stop: () => undefined, close: ended },
  );
  other.quit();
  await expect.poll(() => ended.mock.calls).toHaveLength(1);
  app.quit();
});
