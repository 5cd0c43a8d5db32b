import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { Questions } from '../../src-main/mcp/questions.ts';
import { callTool } from '../../src-main/mcp/tools.ts';
import type { Events, QuestionView, ToolResultView } from '../../src-preload/contract.ts';
import { registerOffer } from '../fixtures/mcp-offer.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { toolsOf } from '../support/tools.ts';

type Protocol = '2025-11-25' | '2026-07-28';

/** A window that calls tools of a server that asks. */
async function start(protocol: Protocol) {
  const server = await startMcpServer({ protocol, moreTools: (one) => registerOffer(one) });
  onTestFinished(() => server.close());
  const kit = await startKeyfob();
  const { context, session } = kit;
  const serverId = kit.addServer(server.url);
  await connect(context, session, serverId);
  const { pool } = toolsOf(kit, serverId);
  const questions = new Questions(pool);
  const heard: [string, unknown][] = [];
  const asked: QuestionView[] = [];
  const tell = (name: string, event: Events['elicitation:asked'] | Events['elicitation:ended']) => {
    heard.push([name, event]);
    if (name === 'elicitation:asked') asked.push(event as QuestionView);
  };
  const call = (tool: string, callId = 'call-1', signal = new AbortController().signal) =>
    callTool(
      { context, pool, session },
      {
        serverId,
        tool,
        arguments: {},
        signal,
        ask: questions.askFor({ session, callId, serverId, tell }),
      },
    );
  const question = async (at = 0) => {
    await expect.poll(() => asked.length).toBeGreaterThan(at);
    return asked[at] as QuestionView;
  };
  return { kit, context, session, pool, serverId, questions, heard, call, question };
}

const textOf = (result: ToolResultView) => result.content.map((part) => (part.type === 'text' ? part.text : part.type));

describe.each(['2025-11-25', '2026-07-28'] as const)('a server of %s that asks in a call', (protocol) => {
  it('gets the form as the user filled it in, with the defaults of what was left out', async () => {
    const { questions, session, serverId, heard, call, question } = await start(protocol);
    const result = call('order');
    const asked = await question();
    expect(asked).toMatchObject({
      callId: 'call-1',
      serverId,
      mode: 'form',
      message: 'What should be printed?',
      schema: { type: 'object', properties: { size: { enum: ['small', 'large'], default: 'large' } } },
    });
    questions.answer(session, asked.id, { action: 'accept', content: { size: 'small' } });
    expect(textOf(await result)).toEqual(['Printing 2 small ones.']);
    expect(heard.at(-1)).toEqual(['elicitation:ended', { id: asked.id }]);
  });

  it.each(['decline', 'cancel'] as const)('gets a %s', async (action) => {
    const { questions, session, call, question } = await start(protocol);
    const result = call('order');
    questions.answer(session, (await question()).id, { action });
    expect(textOf(await result)).toEqual([`Nothing is printed: ${action}.`]);
  });

  it('puts two questions at once to the calls that they belong to', async () => {
    const { questions, session, call, question } = await start(protocol);
    const results = [call('order', 'call-1'), call('order', 'call-2')];
    const both = [await question(0), await question(1)];
    for (const { id, callId } of both)
      questions.answer(session, id, { action: 'accept', content: { copies: Number(callId.at(-1)) } });
    expect((await Promise.all(results)).flatMap(textOf)).toEqual(['Printing 1 large ones.', 'Printing 2 large ones.']);
  });

  it('sends the user to an address, which is opened only when the user says so', async () => {
    const { kit, context, session, questions, call, question } = await start(protocol);
    const result = call('pay');
    const asked = await question();
    expect(asked).toMatchObject({
      mode: 'url',
      message: 'Please pay the bill.',
      url: 'https://pay.example/bill?number=7',
      // Since 2026-07-28, the server is asked again with the answer, and has nothing to tell before.
      waits: protocol === '2026-07-28',
    });
    expect(kit.opened).toEqual([]);
    await questions.open(context, session, asked.id);
    expect(kit.opened.map(({ href }) => href)).toEqual(['https://pay.example/bill?number=7']);
    if (protocol === '2026-07-28') questions.answer(session, asked.id, { action: 'accept' });
    expect(textOf(await result)).toEqual(['The payment: accept.']);
  });

  it('is not answered by another profile, or after the call was cancelled', async () => {
    const { questions, context, session, call, question, heard } = await start(protocol);
    const abort = new AbortController();
    const result = call('order', 'call-1', abort.signal);
    result.catch(() => undefined);
    const { id } = await question();
    questions.answer({ ...session, profileId: 'other' }, id, { action: 'decline' });
    expect(heard).toHaveLength(1);
    abort.abort();
    await expect(result).rejects.toEqual(fault('cancelled'));
    await expect.poll(() => heard.at(-1)).toEqual(['elicitation:ended', { id }]);
    await expect(questions.open(context, session, id)).rejects.toEqual(fault('request_expired'));
  });

  it('is told that the question was closed where no window made the call', async () => {
    const { context, pool, session, serverId } = await start(protocol);
    const signal = new AbortController().signal;
    const result = await callTool({ context, pool, session }, { serverId, tool: 'order', arguments: {}, signal });
    expect(textOf(result)).toEqual(['Nothing is printed: cancel.']);
  });

  it('gets no language model', async () => {
    const { call } = await start(protocol);
    const outcome = await call('think').then(
      (result) => textOf(result).join(' '),
      (error: { code: string; serverText?: string }) => `${error.code}: ${error.serverText}`,
    );
    expect(outcome).toMatch(/sampling/);
  });
});
