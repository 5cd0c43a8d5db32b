import { expect, it } from 'vitest';
import { ownTime } from '../hostile/own-time.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { scriptedMcp } from '../support/scripted-mcp.ts';
import { scriptedServer, type Answer, type Asked } from '../support/scripted-server.ts';
import { toolsOf } from '../support/tools.ts';

/** An open server that answers these requests by `answer`, and counts the requests for an event stream. */
async function openMcp(method: string, answer: Answer, listening: Answer = { status: 405, body: '' }) {
  const mcp = scriptedMcp();
  let listened = 0;
  const reply = (asked: Asked) => {
    if (asked.method === 'GET') {
      listened += 1;
      return listening;
    }
    return asked.body.includes(`"${method}"`) ? answer : mcp.reply(asked);
  };
  const server = await scriptedServer({ '/mcp': reply });
  const kit = await startKeyfob();
  const id = kit.addServer(`${server.origin}/mcp`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  return { ...toolsOf(kit, id), listened: () => listened };
}

/** Never ends by itself. */
const events =
  (...pieces: (string | Buffer)[]): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) response.write(piece);
  };

const nested = `data: ${'['.repeat(300)}\n\n`;

it.each([
  ['that nest too deep', 'answer_malformed', [nested]],
  ['that nest too deep, and could be picked up again', 'answer_malformed', ['id: 1\ndata:\n\n', nested]],
  ['that are no UTF-8', 'answer_malformed', [Buffer.from([0x64, 0xff, 0x0a])]],
] as const)('events %s end the request at once', async (_words, code, pieces) => {
  const { call, list, listened } = await openMcp('tools/call', events(...pieces));
  await list();
  const before = listened();
  const spent = ownTime();
  await expect(call('one')).rejects.toEqual(fault(code));
  expect(spent()).toBeLessThan(1000);
  // The library waits a second before it picks a stream up again.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(listened()).toBe(before);
});

it('an event that is too large ends the request as soon as it exceeds the limit', { timeout: 30_000 }, async () => {
  const { call, list } = await openMcp('tools/call', events('data: ', Buffer.alloc(64 * 1024 * 1024, 'a')));
  await list();
  await expect(call('one')).rejects.toEqual(fault('answer_too_large'));
});

it.each(['tools/list', 'initialize'])('a session whose %s is answered like that does not open', async (method) => {
  const { list } = await openMcp(method, events(nested));
  const spent = ownTime();
  await expect(list()).rejects.toEqual(fault('answer_malformed'));
  expect(spent()).toBeLessThan(2000);
});

it('a body that is no event stream is not checked', async () => {
  const change = `data: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n`;
  const { list, call, listened } = await openMcp('nothing', 'hang', { body: change.repeat(3) });
  await list();
  await expect.poll(listened).toBe(1);
  await expect(call('one')).rejects.toEqual(fault('tool_failed'));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  // Otherwise it is read as events, and picked up again.
  expect(listened()).toBe(1);
});
