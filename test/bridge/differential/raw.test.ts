import { expect, it, onTestFinished } from 'vitest';
import { agentOf } from '../../support/bridge.ts';
import { startRawServer, type Lines } from './raw-server.ts';
import type { Era } from './shared.ts';

const eras: readonly Era[] = ['legacy', 'modern'];
const meta =
  '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":' +
  '{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}';
const initialize =
  '{"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},' +
  '"clientInfo":{"name":"raw","version":"1"}}}';

/** An agent whose handshake with this server is done. */
async function joined(era: Era, lines: Lines) {
  const server = await startRawServer(era, lines);
  onTestFinished(() => server.close());
  const agent = await agentOf(server.url);
  if (era === 'legacy') {
    await agent.ask(initialize);
    agent.say('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  }
  return { server, agent };
}

/** A request as each era writes it. */
const request = (era: Era, id: string, params = '"name":"t"', method = 'tools/call', more = '') =>
  `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":{${params}${era === 'modern' ? `,${meta}` : ''}}${more}}`;

const answers: [what: string, said: readonly string[]][] = [
  ['numbers above 2^53', ['{"jsonrpc":"2.0","id":$ID,"result":{"content":[],"n":9007199254740993,"f":1.0,"e":1e400}}']],
  ['members that no revision has', ['{"jsonrpc":"2.0","id":$ID,"result":{"content":[]},"extra":{"a":[1]},"x":null}']],
  ['a result that is null', ['{"jsonrpc":"2.0","id":$ID,"result":null}']],
  ['a result that is a list', ['{"jsonrpc":"2.0","id":$ID,"result":[1,2]}']],
  ['a result that is a text', ['{"jsonrpc":"2.0","id":$ID,"result":"done"}']],
  ['escapes', ['{"jsonrpc":"2.0","id":$ID,"result":{"t":"\\u00e9\\ud800\\/\\u2028\u2028💾"}}']],
  ['members that come twice', ['{"jsonrpc":"2.0","id":$ID,"result":{"a":1,"a":2},"result":{"b":3}}']],
  ['an unknown type of result', ['{"jsonrpc":"2.0","id":$ID,"result":{"resultType":"example","of":"later"}}']],
  [
    'an error with all that an error may have',
    ['{"jsonrpc":"2.0","id":$ID,"error":{"code":-31999,"message":"No.","data":[9007199254740993],"more":1}}'],
  ],
  [
    'notifications that do not exist, before the result',
    [
      '{"jsonrpc":"2.0","method":"notifications/example","params":{"n":9007199254740993}}',
      '{"jsonrpc":"2.0","method":"notifications/other","extra":true}',
      '{"jsonrpc":"2.0","id":$ID,"result":{}}',
    ],
  ],
];

it.each(eras.flatMap((era) => answers.map(([what, said]) => [what, era, said] as const)))(
  'an answer with %s reaches an agent of the %s era as it was written',
  async (_what, era, said) => {
    const { agent } = await joined(era, { 'tools/call': said });
    agent.say(request(era, '"a"'));
    for (const line of said) expect(await agent.lines.next()).toBe(latin1(line.replaceAll('$ID', '"a"')));
  },
);

it.each(eras)('an answer on several lines reaches an agent of the %s era on one', async (era) => {
  const { agent } = await joined(era, { 'tools/call': ['{\n"jsonrpc":"2.0",\n"id":$ID,\n"result":{}}\n'] });
  agent.say(request(era, '5'));
  expect((await agent.lines.next())?.trimEnd()).toBe('{ "jsonrpc":"2.0", "id":5, "result":{}}');
});

it.each(eras)('an error without an id ends the request of an agent of the %s era', async (era) => {
  const { agent } = await joined(era, {
    'tools/call': ['{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"What?"}}'],
  });
  agent.say(request(era, '7'));
  const said = await agent.lines.nextJson();
  // As it came, or with the id that it is about.
  expect([null, 7]).toContain(said['id']);
  if (said['id'] === null) expect(await agent.lines.nextJson()).toMatchObject({ id: 7, error: {} });
  expect(said).toHaveProperty('error');
});

it.each(
  eras.flatMap((era) =>
    [
      ['an id above 2^53', request(era, '9007199254740993')],
      ['an id that is a text', request(era, '"é \\" \\u00e9"')],
      ['an id with a fraction', request(era, '-3.5e7')],
      ['arguments above 2^53', request(era, '1', '"name":"t","arguments":{"n":9007199254740993,"f":1.0}')],
      ['members that no revision has', request(era, '1', '"name":"t","x":null', 'tools/call', ',"extra":[1]')],
      ['a method that does not exist yet', request(era, '1', '"a":[]', 'example/new')],
    ].map(([what = '', text = '']) => [what, era, text] as const),
  ),
)('a request with %s of an agent of the %s era reaches the server as it was written', async (_what, era, text) => {
  const answer = ['{"jsonrpc":"2.0","id":$ID,"result":{}}'];
  const { server, agent } = await joined(era, { 'tools/call': answer, 'example/new': answer });
  agent.say(text);
  expect(await agent.lines.next()).toBe(latin1(answer[0]?.replace('$ID', idOf(text)) ?? ''));
  expect(server.heard).toEqual([text]);
});

it('a request of the server that does not exist yet is answered by the agent as it wrote', async () => {
  const asked = '{"jsonrpc":"2.0","id":"s-9007199254740993","method":"example/ask","params":{"n":9007199254740993}}';
  const { server, agent } = await joined('legacy', {
    'tools/call': [asked, '{"jsonrpc":"2.0","id":$ID,"result":{}}'],
  });
  agent.say(request('legacy', '1'));
  expect(await agent.lines.next()).toBe(asked);
  await agent.lines.next();
  const answer = '{"jsonrpc":"2.0","id":"s-9007199254740993","result":null,"more":1.0}';
  agent.say(answer);
  await expect.poll(() => server.heard.at(-1)).toBe(answer);
});

/** Lines are read without decoding them. */
const latin1 = (text: string) => Buffer.from(text).toString('latin1');

const idOf = (text: string) => /"id":("(?:[^"\\]|\\.)*"|[-.\de]+)/.exec(text)?.[1] ?? '';
