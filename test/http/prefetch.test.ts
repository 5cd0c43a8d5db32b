import { expect, it } from 'vitest';
import { prefetch } from '../../src-main/http/prefetch.ts';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { fault } from '../support/faults.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';

const { metadata } = createOutbound('loopback');

it('the request ahead of time is answered once with the early response, and sent again after that', async () => {
  const server = await scriptedServer({ '/known': json({ n: 1 }) });
  const url = `${server.origin}/known`;
  const ahead = prefetch([url], metadata);
  await expect.poll(() => server.requests.length).toBe(1);
  expect(await (await ahead.fetch(url)).json()).toEqual({ n: 1 });
  expect(server.requests).toHaveLength(1);
  await ahead.fetch(url);
  expect(server.requests).toHaveLength(2);
});

it('the request ahead of time leaves every other request alone', async () => {
  const server = await scriptedServer({ '/known': json({}), '/other': json({ n: 2 }) });
  const ahead = prefetch([`${server.origin}/known`], metadata);
  expect(await (await ahead.fetch(`${server.origin}/other`)).json()).toEqual({ n: 2 });
  await ahead.fetch(`${server.origin}/known`, { method: 'POST', body: 'x' });
  expect(server.to('/known').map(({ method }) => method)).toEqual(['GET', 'POST']);
});

it('the request ahead of time keeps its failure until its result is requested', async () => {
  const server = await scriptedServer({ '/known': () => 'close' });
  const ahead = prefetch([`${server.origin}/known`], metadata);
  await expect.poll(() => server.requests.length).toBe(1);
  await expect(ahead.fetch(`${server.origin}/known`)).rejects.toEqual(fault('connection_failed'));
});

it('the request ahead of time is given up at its end', async () => {
  const closed: boolean[] = [];
  const server = await scriptedServer({
    '/known': () => (response) => response.once('close', () => closed.push(response.writableFinished)),
  });
  const ahead = prefetch([`${server.origin}/known`], metadata);
  await expect.poll(() => server.requests.length).toBe(1);
  ahead.end();
  await expect.poll(() => closed).toEqual([false]);
});
