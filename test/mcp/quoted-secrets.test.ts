import { describe, expect, it } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import { stripSecrets, stripFromResponse } from '../../src-main/base/strip-secrets.ts';
import { errorView } from '../../src-main/base/error-view.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { idOf, scriptedMcp } from '../support/scripted-mcp.ts';
import type { Answer, Asked } from '../support/scripted-server.ts';
import { scriptedSite } from '../support/scripted-site.ts';
import { toolsOf } from '../support/tools.ts';

const token = 'gho_16C7e42F292c6912E7/';
const key = 'k3y-0f-a-person/';

/** Signed in at a server that answers a call by `answer`, with the token and the person's header at hand. */
async function signedIn(answer: (asked: Asked) => Answer) {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  site.authorization.routes['/token'] = () => ({
    json: { access_token: token, token_type: 'Bearer', expires_in: 3600 },
  });
  await changeSettings(kit.context, kit.session, id, { headers: { 'x-key': `Token ${key}` } });
  await connect(kit.context, kit.session, id);
  const [opened] = kit.opened;
  if (!opened) throw new Error('no browser opened');
  await finishAuthorization(kit.context, site.redirect(opened));
  const mcp = scriptedMcp();
  site.server.routes['/mcp'] = (asked) => (asked.body.includes('"tools/call"') ? answer(asked) : mcp.reply(asked));
  return { kit, id, ...toolsOf(kit, id) };
}

const events = (data: unknown): Answer => ({
  headers: { 'content-type': 'text/event-stream' },
  body: `data: ${JSON.stringify(data)}\n\n`,
});
const quoting = ({ headers }: Asked) =>
  `bad token ${headers.authorization?.replace('Bearer ', '')}, key ${String(headers['x-key']).replace('Token ', '')}`;
const refusal = (asked: Asked) => ({
  jsonrpc: '2.0' as const,
  id: idOf(asked.body),
  error: { code: -32_602, message: quoting(asked) },
});

describe('a server that quotes the token and the headers it was sent', () => {
  it.each<[string, (asked: Asked) => Answer]>([
    ['in a refusal', (asked) => ({ status: 400, body: quoting(asked) })],
    [
      'as JSON with other spellings',
      (asked) => ({ status: 400, body: JSON.stringify({ said: quoting(asked) }).replaceAll('/', String.raw`\/`) }),
    ],
    ['in a query', (asked) => ({ status: 403, body: encodeURIComponent(quoting(asked)) })],
    ['in an error page', (asked) => ({ status: 500, headers: { 'content-type': 'text/html' }, body: quoting(asked) })],
    ['in an error of JSON-RPC', (asked) => ({ json: refusal(asked) })],
    ['in an error that comes as an event', (asked) => events(refusal(asked))],
    ['in what is no JSON', (asked) => ({ headers: { 'content-type': 'application/json' }, body: quoting(asked) })],
    ['in a kind of content that is not MCP', (asked) => ({ headers: { 'content-type': quoting(asked) }, body: 'x' })],
  ])('%s brings neither into the log nor before a window', async (_where, answer) => {
    const { call, kit } = await signedIn(answer);
    const error: unknown = await call('one').then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'Fault' });
    kit.context.log.warn('as the tray does', { error: error as Error });
    for (const text of [kit.log.join('\n'), JSON.stringify(errorView(error)), JSON.stringify(kit.events)]) {
      expect(text).not.toContain(token.slice(0, -1));
      expect(text).not.toContain(key.slice(0, -1));
    }
  });

  it('in the texts of a tool does not bring the token before a window', async () => {
    const result = (asked: Asked) => ({
      jsonrpc: '2.0',
      id: idOf(asked.body),
      result: { content: [{ type: 'text', text: `${quoting(asked)} 𝄞` }] },
    });
    for (const answer of [(asked: Asked) => ({ json: result(asked) }), (asked: Asked) => events(result(asked))]) {
      const { call } = await signedIn(answer);
      const said = JSON.stringify(await call('one'));
      expect(said).not.toContain(token.slice(0, -1));
      expect(said).toContain('bad token …');
      expect(said).toContain('𝄞');
    }
  });
});

describe('the stripping of an answer', () => {
  const through = async (pieces: string[], secrets: string[]) => {
    const body = new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(Buffer.from(piece, 'latin1'));
        controller.close();
      },
    });
    return stripFromResponse(new Response(body, { status: 400 }), secrets).text();
  };

  it('works wherever the answer is cut up on its way', async () => {
    const text = `a${token}b${token}${token}c`;
    for (let at = 0; at <= text.length; at++)
      expect(await through([text.slice(0, at), text.slice(at)], [token])).toBe('a…b……c');
    expect(await through(Array.from(text), [token])).toBe('a…b……c');
  });

  it('leaves everything else, and secrets that may be any word', async () => {
    expect(await through(['gho_16C7', 'e42F and more of gho_16C7'], [token])).toBe('gho_16C7e42F and more of gho_16C7');
    expect(stripSecrets('a short word', ['short'])).toBe('a short word');
  });

  it('does not delay an event until the next one', async () => {
    const source = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
    const reader = stripFromResponse(new Response(source.readable), [token]).body?.getReader();
    const writer = source.writable.getWriter();
    void writer.write(Buffer.from('data: {"a":1}\n\n'));
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: {"a":1}\n\n');
  });
});
