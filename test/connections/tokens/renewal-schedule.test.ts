import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setServerEnabled } from '../../../src-main/connections/servers/servers.ts';
import { RenewalSchedule } from '../../../src-main/connections/tokens/renewal-schedule.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { json, scriptedServer, type Reply } from '../../support/scripted-server.ts';

const minute = 60_000;
const hour = 60 * minute;
const decade = 10 * 365 * 24 * hour;

const fresh = (other: Record<string, unknown> = {}): Reply =>
  json({ access_token: 'renewed', refresh_token: 'rotated', token_type: 'Bearer', expires_in: 3600, ...other });

/** `slots` people signed in to one server, at `issuers` authorization servers, and a schedule run by the test. */
async function start({ slots = 1, issuers = 1, expiresIn = hour, random = (): number => 0 } = {}) {
  const server = await scriptedServer();
  const kit = await startKeyfob();
  const serverId = kit.addServer(`${server.origin}/mcp`);
  const { store, session, clock } = kit;
  const pathOf = (number: number) => `/${number % issuers}/token`;
  for (let issuer = 0; issuer < issuers; issuer += 1) server.routes[pathOf(issuer)] = fresh();
  const profiles = Array.from({ length: slots }, (_, number) => {
    const issuer = `${server.origin}/${number % issuers}`;
    const { id: registrationId } = store.clientRegistrations.save({
      workspaceId: session.workspaceId,
      issuer,
      kind: 'dynamic',
      returnPath: 'app_link',
      redirectUri: 'app.keyfob:/oauth/callback',
      clientId: 'client',
      tokenEndpointAuthMethod: 'none',
      registeredAt: 1,
    });
    const profile = store.profiles.create({
      workspaceId: session.workspaceId,
      name: `${number}`,
      role: 'member',
      now: 1,
    });
    const now = kit.context.now();
    store.tokenSets.save({
      serverId,
      profileId: profile.id,
      registrationId,
      issuer,
      authorizationServer: {
        issuer,
        token_endpoint: `${issuer}/token`,
        authorization_endpoint: `${issuer}/authorize`,
        code_challenge_methods_supported: ['S256'],
      },
      resource: '',
      scope: '',
      grantType: 'authorization_code',
      tokenType: 'bearer',
      accessToken: new Secret(`access-${number}`),
      refreshToken: new Secret(`refresh-${number}`),
      issuedAt: now,
      expiresAt: now + expiresIn,
      signedInAt: now,
      signedInBy: profile.id,
    });
    return profile.id;
  });
  const power = new EventEmitter();
  const schedule = new RenewalSchedule(kit.context, random);
  schedule.start(power);
  kit.subscribe((event) => schedule.follow(event));
  onTestFinished(() => schedule.stop());
  const renewals = () => server.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token');
  const stored = (number = 0) => store.tokenSets.get(serverId, profiles[number] ?? '');
  return {
    kit,
    schedule,
    serverId,
    server,
    clock,
    renewals,
    stored,
    answerWith: (reply: Reply) => (server.routes[pathOf(0)] = reply),
    /** The computer wakes up after this time: the schedule checks at once. */
    wake: (after = 0) => {
      clock.ahead += after;
      power.emit('resume');
    },
    settled: async () => {
      await wait(30);
      await kit.context.accessTokens.settled();
    },
    renewed: () => profiles.filter((_, number) => stored(number)?.accessToken.reveal() === 'renewed').length,
  };
}

describe('a token that no caller requests', () => {
  it('is renewed before it expires, and not before it is due', async () => {
    const { wake, renewals, stored, settled } = await start();
    wake(58 * minute);
    await settled();
    expect(renewals()).toHaveLength(0);
    wake(70_000);
    await settled();
    expect(renewals()).toHaveLength(1);
    expect(stored()?.accessToken.reveal()).toBe('renewed');
    wake();
    await settled();
    expect(renewals()).toHaveLength(1);
  });

  it('is renewed by the timer alone', async () => {
    const { renewals } = await start({ expiresIn: 3000 });
    await expect.poll(() => renewals().length, { timeout: 8000 }).toBe(1);
  });

  it('is renewed at the time that the window shows', async () => {
    const { kit, serverId, clock, wake, settled } = await start();
    const own = kit.store.tokenSets.slotsOf(serverId)[0] ?? null;
    const facts = () => kit.store.tokenSets.facts(serverId, own);
    const shown = (facts()?.expiresAt ?? 0) - minute;
    wake(shown - kit.context.now() + 11_000);
    expect(clock.ahead).toBeGreaterThan(0);
    await settled();
    expect(facts()?.issuedAt).toBeGreaterThanOrEqual(shown);
    expect(facts()?.issuedAt).toBeLessThan(shown + minute);
  });

  it('of a server that is off is not renewed', async () => {
    const { kit, serverId, wake, renewals, settled } = await start();
    setServerEnabled(kit.context, { ...kit.session, role: 'admin' }, serverId, false);
    wake(hour);
    await settled();
    expect(renewals()).toHaveLength(0);
  });

  it('is not renewed once the schedule is stopped', async () => {
    const { schedule, wake, renewals, settled } = await start();
    schedule.stop();
    wake(hour);
    await settled();
    expect(renewals()).toHaveLength(0);
  });
});

describe('many tokens', () => {
  it('are renewed two at a time at one authorization server', async () => {
    const { wake, renewals, answerWith, renewed } = await start({ slots: 7 });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    answerWith(async (asked) => {
      await held;
      return fresh()(asked);
    });
    wake(24 * hour);
    await wait(300);
    expect(renewals()).toHaveLength(2);
    release();
    await expect.poll(renewed).toBe(7);
    expect(renewals()).toHaveLength(7);
  });

  it('are renewed eight at a time in total', async () => {
    const { server, wake, renewals, renewed } = await start({ slots: 20, issuers: 10 });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    for (const path of Object.keys(server.routes))
      server.routes[path] = async (asked) => {
        await held;
        return fresh()(asked);
      };
    wake(24 * hour);
    await wait(400);
    expect(renewals()).toHaveLength(8);
    release();
    await expect.poll(renewed, { timeout: 10_000 }).toBe(20);
    expect(renewals()).toHaveLength(20);
  });

  it.each([
    ['the computer slept for a day', 24 * hour],
    ['the clock jumped ten years ahead', decade],
  ])('are spread over a minute where %s, and none is lost', async (_words, ahead) => {
    let draw = 0;
    const random = () => (draw++ % 100) / 100;
    const { wake, renewals, settled, renewed } = await start({ slots: 100, issuers: 50, random });
    wake(minute);
    wake(ahead);
    await settled();
    expect(renewals().length).toBeLessThan(10);
    for (const second of [10, 20, 30]) {
      wake(10_000);
      await expect.poll(renewed, { timeout: 10_000 }).toBeGreaterThan(second * 1.5);
    }
    expect(renewals().length).toBeLessThan(60);
    for (const second of [40, 50, 61]) {
      wake(second === 61 ? 11_000 : 10_000);
      await expect.poll(renewed, { timeout: 10_000 }).toBeGreaterThan(second * 1.5);
    }
    await expect.poll(renewed, { timeout: 10_000 }).toBe(100);
    expect(renewals()).toHaveLength(100);
  });

  it.each([
    ['an hour', hour],
    ['ten years', decade],
  ])('are renewed once where the clock is set back by %s, and once where it is right again', async (_words, back) => {
    const { wake, renewals, renewed, settled } = await start({ slots: 6, expiresIn: 3 * hour });
    wake(-back);
    await expect.poll(renewed, { timeout: 10_000 }).toBe(6);
    wake();
    await settled();
    expect(renewals()).toHaveLength(6);
    wake(back);
    await expect.poll(() => renewals().length, { timeout: 10_000 }).toBe(12);
    await settled();
    wake();
    await settled();
    expect(renewals()).toHaveLength(12);
    expect(renewed()).toBe(6);
  });
});

describe('an authorization server that fails', () => {
  it('is asked again at growing intervals, and not at every check', async () => {
    const { wake, renewals, answerWith, settled, stored } = await start();
    answerWith(() => ({ status: 500, body: '' }));
    wake(hour - 50_000);
    await settled();
    for (const pause of [1000, 10_000, 30_000, 30_000, 40_000]) {
      wake(pause);
      await settled();
    }
    // At once, after 30 s, and after another minute.
    expect(renewals()).toHaveLength(3);
    answerWith(fresh());
    wake(5 * minute);
    await settled();
    expect(stored()?.accessToken.reveal()).toBe('renewed');
  });

  it.each([
    ['seconds', () => '7200'],
    ['a date', (now: number) => new Date(now + 2 * hour).toUTCString()],
  ])('is not asked for as long as its Retry-After says, in %s', async (_words, value) => {
    const { kit, wake, renewals, answerWith, settled } = await start();
    answerWith(() => ({ status: 503, headers: { 'retry-after': value(kit.context.now()) }, body: '' }));
    wake(hour);
    await settled();
    expect(renewals()).toHaveLength(1);
    wake(hour + 50 * minute);
    await settled();
    expect(renewals()).toHaveLength(1);
    wake(11 * minute);
    await settled();
    expect(renewals()).toHaveLength(2);
  });

  it('that was put off by a wrong clock is asked when the clock is right', async () => {
    const { wake, renewals, answerWith, settled, renewed } = await start();
    answerWith(() => ({ status: 500, body: '' }));
    wake(decade);
    await settled();
    answerWith(fresh());
    wake(2 * hour - decade);
    await settled();
    expect(renewals()).toHaveLength(2);
    expect(renewed()).toBe(1);
  });

  it('that ends a sign-in is not asked for that sign-in again', async () => {
    const { wake, renewals, answerWith, settled, stored } = await start();
    answerWith(json({ error: 'invalid_grant' }, 400));
    wake(hour);
    await settled();
    wake(2 * hour);
    await settled();
    expect(renewals()).toHaveLength(1);
    expect(stored()).toBeUndefined();
  });
});
