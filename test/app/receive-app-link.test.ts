import { expect, it } from 'vitest';
import { receiveAppLink } from '../../src-main/app/receive-app-link.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { scriptedSite } from '../support/scripted-site.ts';

it.each([
  ['ends the sign-in that waits for it, though it has no code', 'code', [true, 1, 'response_invalid']],
  ['is not expected without a state', 'state', [false, 0, undefined]],
] as const)('an app link %s', async (_, missing, [expected, times, code]) => {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const url = site.redirect(kit.opened.at(-1)!, { [missing]: null });
  let shown = 0;
  const receiver = {
    started: () => Promise.resolve({ context: kit.context }),
    show: () => (shown += 1),
    isOffered: () => false,
    logSeldom: () => undefined,
  };
  expect(await receiveAppLink({ kind: 'authorization_response', url }, receiver)).toBe(expected);
  expect([shown, kit.completed()[0]]).toEqual([times, code]);
});
