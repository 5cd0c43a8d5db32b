import { describe, expect, it, onTestFinished } from 'vitest';
import { describeOffer } from '../../src-main/mcp/offer.ts';
import { getPrompt, listPrompts } from '../../src-main/mcp/prompts.ts';
import { completeArgument, listResources, readResource } from '../../src-main/mcp/resources.ts';
import { setLogLevel } from '../../src-main/mcp/set-log-level.ts';
import { Subscriptions } from '../../src-main/mcp/subscriptions.ts';
import { callTool } from '../../src-main/mcp/tools.ts';
import type { DomainEvent } from '../../src-main/connections/context.ts';
import { slotOf } from '../../src-main/connections/slot.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import type { ResourceChoice } from '../../src-preload/contract.ts';
import { noteServer, registerOffer } from '../fixtures/mcp-offer.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { toolsOf } from '../support/tools.ts';

type Protocol = '2025-11-25' | '2026-07-28';

async function start(protocol: Protocol) {
  const state = { edits: 0 };
  const server = await startMcpServer({
    protocol,
    introduction: noteServer,
    moreTools: (one) => registerOffer(one, state),
  });
  onTestFinished(() => server.close());
  const kit = await startKeyfob();
  const serverId = kit.addServer(server.url);
  await connect(kit.context, kit.session, serverId);
  const { pool } = toolsOf(kit, serverId);
  const caller = { context: kit.context, pool, session: kit.session };
  const events: DomainEvent[] = [];
  kit.subscribe((event) => void events.push(event));
  const slot = slotOf(kit.session, { id: serverId, account: 'own' });
  const call = (tool: string) =>
    callTool(caller, { serverId, tool, arguments: {}, signal: new AbortController().signal });
  const read = (resource: ResourceChoice) => readResource(caller, { serverId, resource });
  return { server, kit, serverId, caller, events, slot, call, read, pool, state };
}

describe.each(['2025-11-25', '2026-07-28'] as const)('a server of %s', (protocol) => {
  it('introduces itself, with an icon and what it offers', async () => {
    const { caller, serverId } = await start(protocol);
    const offer = await describeOffer(caller, { serverId });
    expect(offer).toMatchObject({
      title: 'Notes of the office',
      version: '1.0.0',
      websiteUrl: 'https://notes.example/about',
      instructions: 'Ask for the notes of one day.\n\nNever write to the archive.',
      revision: protocol,
      hasResources: true,
      hasPrompts: true,
      canSubscribe: true,
      hasLog: true,
      icon: { mimeType: 'image/png' },
    });
  });

  it('lists its resources and templates', async () => {
    const { caller, serverId } = await start(protocol);
    const list = await listResources(caller, { serverId });
    expect(list.resources.map(({ name, uri }) => [name, uri])).toEqual([
      ['Notes of today', 'notes://today'],
      ['plan', 'notes://plan.md'],
      ['figures', 'notes://figures.json'],
      ['chart', 'notes://chart.png'],
      ['archive', 'notes://archive.bin'],
    ]);
    expect(list.resources[1]).toEqual({
      uri: 'notes://plan.md',
      name: 'plan',
      description: 'The plan of the week',
      mimeType: 'text/markdown',
      size: 24,
    });
    expect(list.templates).toEqual([
      {
        template: 'weather://{city}/{day}',
        name: 'Weather',
        description: 'The weather of a city on one day',
        variables: ['city', 'day'],
      },
    ]);
  });

  it('gives out resources as text and bytes, and those of a template by what is filled in', async () => {
    const { read } = await start(protocol);
    expect((await read({ uri: 'notes://plan.md' })).parts).toEqual([
      { uri: 'notes://plan.md', mimeType: 'text/markdown', text: '# Plan\n\n- write\n- rest\n' },
    ]);
    expect((await read({ uri: 'notes://archive.bin' })).parts).toEqual([
      { uri: 'notes://archive.bin', mimeType: 'application/octet-stream', data: 'S2V5Zm9iAAE=', size: 8 },
    ]);
    const filledIn = await read({ template: 'weather://{city}/{day}', variables: { city: 'São Paulo', day: '7' } });
    expect(filledIn.uri).toBe('weather://S%C3%A3o%20Paulo/7');
    expect(filledIn.parts).toMatchObject([{ text: 'It is warm in S%C3%A3o%20Paulo on 7.' }]);
  });

  it('refuses a resource that it does not have in its own words', async () => {
    const { read, kit, serverId } = await start(protocol);
    await expect(read({ uri: 'notes://gone' })).rejects.toEqual(fault('request_refused'));
    expect(kit.view(serverId).status.state).toBe('open');
  });

  it('suggests values for templates and prompts', async () => {
    const { caller, serverId } = await start(protocol);
    const asked = { serverId, argument: 'city', value: 'han', known: {} };
    expect(await completeArgument(caller, { ...asked, for: { template: 'weather://{city}/{day}' } })).toEqual({
      values: ['Hanoi', 'Hangzhou'],
    });
    expect(await completeArgument(caller, { ...asked, for: { prompt: 'letter' } })).toEqual({
      values: ['Hanoi', 'Hangzhou'],
    });
    expect(await completeArgument(caller, { ...asked, argument: 'no_such', for: { prompt: 'letter' } })).toEqual({
      values: [],
    });
  });

  it('lists its prompts, and fills them in', async () => {
    const { caller, serverId } = await start(protocol);
    expect((await listPrompts(caller, { serverId })).prompts).toEqual([
      {
        name: 'letter',
        label: 'Write a letter',
        description: 'A letter to a city',
        arguments: [
          { name: 'city', label: 'city', description: 'Where it goes', isRequired: true },
          { name: 'tone', label: 'tone', description: 'How it sounds', isRequired: false },
        ],
      },
      { name: 'greeting', label: 'greeting', description: 'Says hello', arguments: [] },
    ]);
    expect(await getPrompt(caller, { serverId, prompt: 'letter', arguments: { city: 'Lima' } })).toEqual({
      description: 'A letter',
      messages: [
        { role: 'user', content: { type: 'text', text: 'Write a plain letter to Lima.' } },
        { role: 'assistant', content: { type: 'text', text: 'Dear city,' } },
      ],
    });
    await expect(getPrompt(caller, { serverId, prompt: 'no_such', arguments: {} })).rejects.toEqual(
      fault('request_refused'),
    );
  });

  it('logs messages of the chosen level and above', async () => {
    const { caller, serverId, call, pool, slot, events } = await start(protocol);
    await call('edit');
    await expect.poll(() => pool.logs.of(slot).entries.length).toBe(1);
    expect(pool.logs.of(slot).entries).toMatchObject([{ level: 'warning', logger: 'notes', text: '{"edited":1}' }]);
    expect(events).toContainEqual({ type: 'server_logged', slot, entry: pool.logs.of(slot).entries[0] });
    await setLogLevel(caller, { serverId, level: 'error' });
    await call('edit');
    await setLogLevel(caller, { serverId, level: 'debug' });
    await call('edit');
    await expect
      .poll(() => pool.logs.of(slot).entries.map(({ text }) => text))
      .toEqual(['{"edited":1}', '{"edited":3}']);
  });

  it('tells of changes of a resource until that is ended, or its session is', async () => {
    const { server, caller, serverId, call, slot, events, pool } = await start(protocol);
    const subscriptions = new Subscriptions();
    const uri = 'notes://today';
    const change = async () => {
      await call('edit');
      server.resourceUpdated(uri);
    };
    const updates = () => events.filter(({ type }) => type === 'resource_updated').length;
    await subscriptions.begin(caller, { serverId, uri });
    await change();
    await expect.poll(updates).toBeGreaterThan(0);
    expect(events).toContainEqual(expect.objectContaining({ type: 'resource_updated', slot, uri }));
    subscriptions.end(slot, uri);
    expect(events.filter(({ type }) => type === 'resource_unsubscribed')).toEqual([]);
    await subscriptions.begin(caller, { serverId, uri });
    pool.evict(slot);
    await expect.poll(() => events.at(-1)).toEqual({ type: 'resource_unsubscribed', slot, uri });
  });
});
