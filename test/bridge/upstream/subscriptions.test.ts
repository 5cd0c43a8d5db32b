import { expect, it } from 'vitest';
import { agentAt, modern } from './agent.ts';
import { event, events, rawServer, result } from './raw-server.ts';

const filter = { toolsListChanged: true, resourceSubscriptions: ['a://x'] };
const meta = { 'io.modelcontextprotocol/subscriptionId': 'sub' };
const acknowledged = {
  jsonrpc: '2.0',
  method: 'notifications/subscriptions/acknowledged',
  params: { _meta: meta, notifications: filter },
};
const changed = { jsonrpc: '2.0', method: 'notifications/prompts/list_changed', params: { _meta: meta } };

it('subscriptions/listen whose stream breaks is sent again with its id, and its second acknowledgement is hidden', async () => {
  let asked = 0;
  const server = await rawServer({
    refuse: () => {
      asked += 1;
      if (asked === 1) return events([event(acknowledged), event(changed)], 'break');
      return events([event(acknowledged), event(result('sub', { resultType: 'complete' }))], 'end');
    },
  });
  const { ask } = await agentAt(server.url, { era: 'modern' });
  const { text, during } = await ask(modern('subscriptions/listen', { notifications: filter }, 'sub'));
  expect(text).toBe('{"jsonrpc":"2.0","id":"sub","result":{"resultType":"complete"}}');
  expect(during.map((one) => JSON.parse(one) as unknown)).toEqual([
    acknowledged,
    changed,
    { jsonrpc: '2.0', method: 'notifications/tools/list_changed', params: { _meta: meta } },
    { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { _meta: meta, uri: 'a://x' } },
  ]);
  const [first, second] = server.calls;
  expect(second?.body).toBe(first?.body);
});

it('subscriptions/listen that was never acknowledged is an error, and not sent again', async () => {
  const server = await rawServer({ refuse: () => events([], 'end') });
  const { ask } = await agentAt(server.url, { era: 'modern' });
  await expect(ask(modern('subscriptions/listen'))).rejects.toMatchObject({ code: 'connection_failed' });
  expect(server.calls).toHaveLength(1);
});

it('subscriptions/listen ends with the agent’s connection', async () => {
  const server = await rawServer({ refuse: () => events([event(acknowledged)], 'break') });
  const { upstream } = await agentAt(server.url, { era: 'modern' });
  const arrived = Promise.withResolvers<void>();
  const answer = upstream.request(modern('subscriptions/listen', {}, 'sub'), {
    signal: new AbortController().signal,
    onMessage: async () => arrived.resolve(),
  });
  await arrived.promise;
  await upstream.close();
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
});

it('subscriptions/listen that the agent cancels is not sent again', async () => {
  const server = await rawServer({ refuse: () => events([event(acknowledged)]) });
  const { upstream } = await agentAt(server.url, { era: 'modern' });
  const arrived = Promise.withResolvers<void>();
  const abort = new AbortController();
  const answer = upstream.request(modern('subscriptions/listen', {}, 'sub'), {
    signal: abort.signal,
    onMessage: async () => arrived.resolve(),
  });
  await arrived.promise;
  abort.abort(new Error('given up'));
  await expect(answer).rejects.toThrow('given up');
  expect(server.calls).toHaveLength(1);
});
