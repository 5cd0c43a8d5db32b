import { expect, it } from 'vitest';
import { ListeningStream } from '../../../src-main/bridge/upstream/legacy/listening-stream.ts';
import { eventsIn } from '../../../src-main/bridge/upstream/wire/server-events.ts';

it('a server that ends each stream at once is asked ever less often, whatever retry time it sends', async () => {
  let opened = 0;
  const pauses: number[] = [];
  const stream: ListeningStream = new ListeningStream({
    host: 'server.example',
    open: async () => {
      opened += 1;
      if (opened === 6) stream.close();
      const data = opened === 4 ? '{"jsonrpc":"2.0","method":"x"}' : '';
      return new Response(`retry: 0\ndata: ${data}\n\n`, { headers: { 'content-type': 'text/event-stream' } });
    },
    onMessage: async () => undefined,
    onForgotten: () => undefined,
    pause: async (milliseconds) => void pauses.push(milliseconds),
  });
  await stream.ended;
  expect(pauses.slice(0, 5)).toEqual([100, 200, 400, 100, 100]);
});

it('a retry time beyond any timer is a day', async () => {
  const { body } = new Response('retry: 99999999999999\ndata: {}\n\n');
  const events = body && eventsIn(body, 'server.example');
  expect(await events?.next()).toEqual({ done: false, value: { data: '{}', id: undefined, retry: 86_400_000 } });
});
