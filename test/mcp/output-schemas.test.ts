import { describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src-preload/contract.ts';
import { countSteps } from '../support/count-steps.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { idOf } from '../support/scripted-mcp.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { toolsOf } from '../support/tools.ts';

/** An open server with one tool, whose result has this content and claims to fit this schema. */
async function claiming(outputSchema: JsonObject, structuredContent: JsonObject) {
  const results: Record<string, object> = {
    'server/discover': { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } },
    'tools/list': { tools: [{ name: 'one', inputSchema: { type: 'object' }, outputSchema }] },
    'tools/call': { content: [], structuredContent },
  };
  const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  const server = await scriptedServer({
    '/mcp': ({ method, body }) => {
      if (method !== 'POST') return { status: 405, body: '' };
      const result = results[(JSON.parse(body) as { method: string }).method];
      return result ? { json: { jsonrpc: '2.0', id: idOf(body), result: { ...result, ...whole } } } : { status: 202 };
    },
  });
  const kit = await startKeyfob();
  const id = kit.addServer(`${server.origin}/mcp`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  return toolsOf(kit, id);
}

describe("a tool's output schema", () => {
  it('is never used to run a regular expression of the server', async () => {
    // For 18 letters this expression needs a moment; for 40 it would need hours.
    const pattern = '^(a|aa|a)+b$';
    const text = 'a'.repeat(18);
    const schema = { type: 'object', properties: { text: { type: 'string', pattern } } };
    const { list, call } = await claiming(schema, { text });
    await list();
    const made: string[] = [];
    vi.stubGlobal(
      'RegExp',
      new Proxy(RegExp, {
        construct(target, given: ConstructorParameters<typeof RegExp>) {
          made.push(String(given[0]));
          return new target(...given);
        },
      }),
    );
    const result = await call('one').finally(() => vi.unstubAllGlobals());
    expect(made).not.toContain(pattern);
    expect(result).toMatchObject({ isError: false, structuredContent: { text } });
  });

  it('is never used to compare the items of a list with one another', async () => {
    const items = Array.from({ length: 4000 }, (_, index) => ({ index }));
    const schema = { type: 'object', properties: { items: { type: 'array', uniqueItems: true } } };
    const { list, call } = await claiming(schema, { items });
    await list();
    // 4,000 items have 7,998,000 pairs. (20,000 would be 199,990,000, and minutes where they are compared.)
    const steps = await countSteps(async () => {
      expect(await call('one')).toMatchObject({ structuredContent: { items } });
    });
    expect(steps).toBeGreaterThan(100);
    expect(steps).toBeLessThan(2_000_000);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['is not met', { type: 'object', required: ['missing'] }, { items: [] }],
    ['no validator could read', { type: 'object', properties: { items: { $ref: '#/nowhere' } } }, { items: [] }],
    ['is of an unknown dialect', { $schema: 'https://example.com/own', type: 'object' }, { items: [] }],
  ])('that %s hides no result from the person', async (_words, schema, structuredContent) => {
    const { list, call } = await claiming(schema, structuredContent);
    await list();
    expect(await call('one')).toMatchObject({ isError: false, structuredContent });
  });
});
