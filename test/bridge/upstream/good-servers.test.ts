import { onTestFinished, describe, expect, it } from 'vitest';
import { startMcpServer, type McpServerOptions } from '../../fixtures/mcp-server.ts';
import { agentAt, handshake, message, modern, notification, request } from './agent.ts';

async function server(options: McpServerOptions = {}) {
  const started = await startMcpServer({ testTools: true, ...options });
  onTestFinished(() => started.close());
  return started;
}

const convert = { name: 'convert_units', arguments: { value: 10, from: 'miles', to: 'kilometres' } };

describe('a server of 2025-11-25', () => {
  it('is opened with the handshake of the agent, and answers under its id', async () => {
    const { url } = await server({ protocol: '2025-11-25' });
    const { upstream } = await agentAt(url);
    const answer = await upstream.open();
    expect(answer?.value).toMatchObject({
      id: 0,
      result: { protocolVersion: '2025-11-25', serverInfo: { name: 'Sample server' } },
    });
  });

  it('answers initialize that is sent like a request', async () => {
    const { url } = await server({ protocol: '2025-11-25' });
    const { ask } = await agentAt(url);
    expect((await ask(handshake)).value).toMatchObject({ id: 0, result: { protocolVersion: '2025-11-25' } });
  });

  it('answers a tool call without a session that was opened before', async () => {
    const { url, calls } = await server({ protocol: '2025-11-25' });
    const { ask } = await agentAt(url);
    const { value } = await ask(request('tools/call', convert, 'first'));
    expect(value).toEqual({
      jsonrpc: '2.0',
      id: 'first',
      result: { content: [{ type: 'text', text: '10 miles is 16.0934 kilometres.' }] },
    });
    expect(calls).toHaveLength(1);
  });

  it('sends progress before the answer', async () => {
    const { url } = await server({ protocol: '2025-11-25' });
    const { ask } = await agentAt(url);
    const slow = { name: 'slow', arguments: { steps: 2, stepMilliseconds: 1 }, _meta: { progressToken: 'p' } };
    const { value, during } = await ask(request('tools/call', slow));
    expect(value.result).toMatchObject({ content: [{ text: 'Done after 2 steps.' }] });
    expect(during.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 'p', progress: 1 } },
      { method: 'notifications/progress', params: { progressToken: 'p', progress: 2 } },
    ]);
  });

  it('announces changed tools outside of requests', async () => {
    const started = await server({ protocol: '2025-11-25' });
    const { upstream, received, ask } = await agentAt(started.url);
    await upstream.open();
    await upstream.send(notification('notifications/initialized'));
    await ask(request('tools/list'));
    await expect
      .poll(() => {
        if (received.length === 0) started.addTool(`another-${Math.random()}`);
        return received.map((text) => (JSON.parse(text) as { method: string }).method);
      })
      .toContain('notifications/tools/list_changed');
  });

  it('answers an unknown method with its own error', async () => {
    const { url } = await server({ protocol: '2025-11-25' });
    const { ask } = await agentAt(url);
    expect((await ask(request('no/such/method', {}, 7))).value).toMatchObject({ id: 7, error: { code: -32_601 } });
  });

  it('has no session any more after the end', async () => {
    const { url } = await server({ protocol: '2025-11-25' });
    const { upstream, ask } = await agentAt(url);
    await ask(request('tools/list'));
    await upstream.close();
    await expect(ask(request('tools/list'))).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a server of 2026-07-28', () => {
  it('answers a tool call with the headers that it wants', async () => {
    const { url } = await server({ protocol: '2026-07-28' });
    const { ask, upstream } = await agentAt(url, { era: 'modern' });
    expect(await upstream.open()).toBeUndefined();
    const { value } = await ask(modern('tools/call', convert, 'first'));
    expect(value).toMatchObject({
      id: 'first',
      result: { content: [{ type: 'text', text: '10 miles is 16.0934 kilometres.' }] },
    });
  });

  it('answers discovery', async () => {
    const { url } = await server({ protocol: '2026-07-28' });
    const { ask } = await agentAt(url, { era: 'modern' });
    expect((await ask(modern('server/discover'))).value.result).toMatchObject({ supportedVersions: ['2026-07-28'] });
  });

  it('sends progress before the answer', async () => {
    const { url } = await server({ protocol: '2026-07-28' });
    const { ask } = await agentAt(url, { era: 'modern' });
    const slow = modern('tools/call', { name: 'slow', arguments: { steps: 2, stepMilliseconds: 1 } });
    const { params } = slow.value as { params: { _meta: Record<string, unknown> } };
    const withProgress = { ...slow.value, params: { ...params, _meta: { ...params._meta, progressToken: 'p' } } };
    const { during } = await ask(message(JSON.stringify(withProgress)));
    expect(during).toHaveLength(2);
  });

  it('answers an unknown method with its own error', async () => {
    const { url } = await server({ protocol: '2026-07-28' });
    const { ask } = await agentAt(url, { era: 'modern' });
    expect((await ask(modern('no/such/method', {}, 7))).value).toMatchObject({ id: 7, error: { code: -32_601 } });
  });
});
