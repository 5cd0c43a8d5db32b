// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { groupServers } from '../../../src-renderer/words/status-look.ts';
import { serverView } from '../fixtures/views.ts';

it('the list of servers sorts numbers in names by their value, and words without regard to case', () => {
  const servers = ['Asana 23', 'asana 3', 'Zulip', 'Asana 1', 'Éclair'].map((name) => serverView(name));
  const shown = [...groupServers(servers, '', 0, { id: 'me', role: 'admin' }).values()].flat();
  expect(shown.map(({ name }) => name)).toEqual(['Asana 1', 'asana 3', 'Asana 23', 'Éclair', 'Zulip']);
});
