import { expect, it } from 'vitest';
import { Imports } from '../../src-main/connections/servers/import-servers.ts';
import type { ImportPreviewView, Requests } from '../../src-preload/contract.ts';
import { answeringWith } from '../support/answering.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { servicesOf } from '../support/services-of.ts';

/** What a window is answered, with this text in the clipboard or in the chosen file. */
async function desktop(text = '') {
  const kit = await startKeyfob();
  const never = async () => null;
  const services = servicesOf(kit, {
    imports: new Imports(kit.context),
    clipboardText: async () => text,
    files: {
      save: async () => undefined,
      open: async () => ({ name: 'mcp.json', text }),
      openCertificates: never,
      choose: never,
      isChosen: () => false,
    },
  });
  const respond = answeringWith(services);
  return async <Name extends keyof Requests>(name: Name, input?: Requests[Name]['input']) =>
    (await respond(kit.session, name, input)).answer;
}

const linear = '{"mcpServers": {"linear": {"url": "https://mcp.linear.app/mcp", "headers": {"X-Team": "secret"}}}}';
const entry = {
  index: 0,
  name: 'linear',
  url: 'https://mcp.linear.app/mcp',
  missing: ['header X-Team'],
  enabled: true,
  settings: {},
  state: 'new',
  consent: null,
};

it('a pasted text is answered with its servers, without the value of a header', async () => {
  const ask = await desktop();
  const answer = await ask('import:from-text', { text: linear });
  expect(answer).toMatchObject({ ok: true, value: { sources: [{ name: '', entries: [entry], local: [] }] } });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

it('a pasted text says what a bridge would do, and which servers are programs', async () => {
  const ask = await desktop();
  const text = 'claude mcp add a -- npx mcp-remote https://a.example/mcp\nclaude mcp add b -- uvx b';
  expect(await ask('import:from-text', { text, name: 'README.md' })).toMatchObject({
    value: {
      sources: [{ name: 'README.md', entries: [{ name: 'a', leftOut: ['command mcp-remote'] }], local: ['b'] }],
    },
  });
});

it('a pasted text without a server is refused, and one with an address that is a script has it refused', async () => {
  const ask = await desktop();
  expect(await ask('import:from-text', { text: 'hello' })).toMatchObject({ error: { code: 'file_invalid' } });
  expect(
    await ask('import:from-text', { text: '{"x": {"url": "javascript:alert(1)", "type": "http"}}' }),
  ).toMatchObject({
    error: { code: 'file_invalid' },
  });
  const text = '{"mcpServers": {"\\u202ex\\u0007": {"url": "javascript:alert(1)"}}}';
  expect(await ask('import:from-text', { text })).toMatchObject({
    value: {
      sources: [
        { entries: [{ name: 'x', url: 'javascript:alert(1)', state: 'refused', error: { code: 'address_invalid' } }] },
      ],
    },
  });
});

it('a chosen file may be the settings of another program', async () => {
  const ask = await desktop(linear);
  expect(await ask('import:from-file')).toMatchObject({ value: { sources: [{ name: 'mcp.json', entries: [entry] }] } });
});

it.each([
  ['a password', 'correct horse battery staple'],
  ['words', 'the meeting is at 5'],
  ['an address of no server among words', 'see https://a.example/x and https://b.example/y'],
  ['a program', 'claude mcp add b -- uvx b://'],
  ['a text too long for an address', `https://mcp.linear.app/mcp ${'x'.repeat(20_000)}`],
  ['nothing', ''],
])('the clipboard is not offered where it has %s', async (_what, text) => {
  const ask = await desktop(text);
  expect(await ask('import:from-clipboard')).toEqual({ ok: true, value: null });
});

it('the clipboard is offered where it has a server, until the workspace has that', async () => {
  const ask = await desktop(linear);
  const answer = await ask('import:from-clipboard');
  if (!answer.ok) throw new Error(answer.error.code);
  const { previewId, sources } = answer.value as ImportPreviewView;
  expect(sources).toEqual([{ name: '', entries: [entry], local: [] }]);
  expect(await ask('import:add', { previewId, indexes: [0] })).toMatchObject({ value: { added: [{ index: 0 }] } });
  expect(await ask('import:from-clipboard')).toEqual({ ok: true, value: null });
});
