import fc from 'fast-check';
import { expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { logSeldom } from '../../../src-main/base/log-seldom.ts';
import { ReturnVisit } from '../../../src-main/redirect/return-visit.ts';
import { receiveAppLink } from '../../../src-main/app/receive-app-link.ts';
import { appLinkInArguments, appLinkRedirectUri } from '../../../src-main/redirect/app-link.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

const name = fc.constantFrom('code', 'state', 'iss', 'error', 'error_description', 'id_token', 'response', '__proto__');
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.base64String({ minLength: 44, maxLength: 44 }),
  fc.constantFrom('%00', '%0d%0a', '%zz', '%', '+', '../..', 'javascript:alert(1)', 'a'.repeat(20_000)),
);
const query = fc
  .array(fc.tuple(name, value), { maxLength: 6 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
const start = fc.constantFrom(
  `${appLinkRedirectUri}?`,
  `${appLinkRedirectUri}?state=x&`,
  `${appLinkRedirectUri}#`,
  'app.keyfob://oauth/callback?',
  'app.keyfob:/show?',
  'app.keyfob:',
  'app.keyfob:/oauth/callback/../callback?',
);
const randomLink = fc.tuple(start, query).map((parts) => parts.join(''));

it(
  '1,000 random links lead to no token request, show no window and spoil no sign-in that waits',
  { timeout: 60_000 },
  async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await connect(kit.context, kit.session, id);
    const opened = kit.opened.at(-1)!;
    const genuine = site.redirect(opened);
    const state = opened.searchParams.get('state') ?? '';
    let shown = 0;
    const visit = new ReturnVisit();
    const receiver = {
      started: () => Promise.resolve({ context: kit.context }),
      show: () => (shown += 1),
      isOffered: () => visit.take(kit.context.now()),
      logSeldom: logSeldom(kit.context.log, kit.context.now),
    };
    /** Passes a link as a second start of the app does. */
    const fire = async (url: string) => {
      const link = appLinkInArguments(['/opt/keyfob', url]);
      if (link) await receiveAppLink(link, receiver);
      return link !== undefined;
    };

    const asked = site.authorization.requests.length;
    const nearMisses = [
      genuine.replace(state, `${state}x`),
      genuine.replace(state, state.slice(0, -1)),
      genuine.replace(state, state.toLowerCase()),
      genuine.replace(state, ''),
      `${genuine}&state=${state}`,
      `${genuine}&code=another`,
      `${genuine}#`,
      genuine.replace('?', '#'),
      `${genuine}&x=${'a'.repeat(1_000_000)}`,
      genuine.replace('callback?', 'callback/?'),
      genuine.toUpperCase(),
    ].filter((link) => link !== genuine);
    nearMisses.push('app.keyfob:/show', 'App.Keyfob:/show', 'app.keyfob:/show');
    const random = fc.sample(randomLink, { numRuns: 1000 - nearMisses.length, seed: 1124 });
    let reached = 0;
    for (const link of [...nearMisses, ...random]) if (await fire(link)) reached += 1;

    console.log(
      `1,000 links: ${reached} were answers by their form, ${site.tokensIssued()} token requests, shown ${shown} times`,
    );
    expect(reached).toBeGreaterThan(100);
    expect(site.authorization.requests).toHaveLength(asked);
    expect(shown).toBe(0);
    expect(kit.completed()).toEqual([]);
    expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'waiting' });

    await fire(genuine);
    expect(kit.completed()).toEqual(['signed in']);
    expect([site.tokensIssued(), shown]).toEqual([1, 1]);
    expect(kit.log.filter((line) => line.includes('nobody waits'))).toHaveLength(1);

    // The page that Keyfob serves links to the app, whose answer is accepted once.
    visit.offer(kit.context.now());
    await fire('app.keyfob:/show');
    await fire('app.keyfob:/show');
    expect(shown).toBe(2);
    visit.offer(kit.context.now() - 300_000);
    await fire('app.keyfob:/show');
    expect(shown).toBe(2);
  },
);
