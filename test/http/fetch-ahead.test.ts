import { expect, it } from 'vitest';
import { fetchAhead } from '../../src-main/http/fetch-ahead.ts';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { fault } from '../support/faults.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';

const { metadata } = createOutbound('loopback');

it('hands over what was on its way already, once, and asks for it anew after that', async () => {
  const server = await scriptedServer({ '/known': json({ n: 1 }) });
  const url = `${server.origin}/known`;
  const ahead = fetchAhead([url], metadata);
  await expect.poll(() => server.requests.length).toBe(1);
  expect(await (await ahead.fetch(url)).json()).toEqual({ n: 1 });
  expect(server.requests).toHaveLength(1);
  await ahead.fetch(url);
  expect(server.requests).toHaveLength(2);
});

it('lets everything else through', async () => {
  const server = await scriptedServer({ '/known': json({}), '/other': json({ n: 2 }) });
  const ahead = fetchAhead([`${server.origin}/known`], metadata);
  expect(await (await ahead.fetch(`${server.origin}/other`)).json()).toEqual({ n: 2 });
  await ahead.fetch(`${server.origin}/known`, { method: 'POST', body: 'x' });
  expect(server.to('/known').map(({ method }) => method)).toEqual(['GET', 'POST']);
});

it('keeps to itself what went wrong, until somebody asks', async () => {
  const server = await scriptedServer({ '/known': () => 'close' });
  const ahead = fetchAhead([`${server.origin}/known`], metadata);
  await expect.poll(() => server.requests.length).toBe(1);
  await expect(ahead.fetch(`${server.origin}/known`)).rejects.toEqual(fault('connection_failed'));
});

it('gives up at its end', async () => {
  const closed: boolean[] = [];
  const server = await scriptedServer({
    '/known': () => (response) => response.once('close', () => closed.push(response.writableFinished)),
  });
  const ahead = fetchAhead([`${server.origin}/known`], metadata);
  await expect.poll(() => server.requests.length).toBe(1);
  ahead.end();
  await expect.poll(() => closed).toEqual([false]);
});
