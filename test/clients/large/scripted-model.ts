import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '../../fixtures/loopback.ts';
import { forms, type Form, type Step } from './model-forms.ts';

/** A call of a tool, by the end of the name under which the client offers it to its model. */
export interface PlannedCall {
  tool: string;
  input: Record<string, unknown>;
}

export interface ScriptedModel {
  /** Where clients find it: the forms of the APIs lie below. */
  origin: string;
  /** The names of the tools that the client has offered so far, as it calls them. */
  offered: Set<string>;
  /** The results of the calls, as the client has passed them on. */
  results: () => string[];
  close: () => Promise<void>;
}

/**
 * A stand-in for the model that a client talks to, over HTTP in the forms of OpenAI's Responses and Chat Completions
 * and of Gemini. It is no model but a script: it has the client make these calls, one after the other, and ends with
 * the text "Done.". The client that makes them is the real one.
 * @param before is waited for before each call, with its place
 */
export async function startScriptedModel(
  calls: readonly PlannedCall[],
  before: (place: number) => Promise<void> = () => Promise.resolve(),
): Promise<ScriptedModel> {
  const offered = new Set<string>();
  let results: string[] = [];

  async function next({ tools, results: seen }: ReturnType<Form['read']>): Promise<Step> {
    // A title for the session, or a choice of the model: without tools there is nothing to call.
    if (tools.length === 0) return { text: 'Done.' };
    for (const name of tools) offered.add(name);
    if (seen.length > results.length) results = seen;
    const call = calls[seen.length];
    if (!call) return { text: 'Done.' };
    await before(seen.length);
    const name = tools.find((one) => one.endsWith(call.tool));
    return name === undefined ? { text: `There is no tool ${call.tool}.` } : { name, input: call.input };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? '';
    const form = forms.find((one) => one.path.test(path));
    if (!form || body === '') return void response.writeHead(404).end();
    const sent = form.write(await next(form.read(JSON.parse(body))), path);
    response.writeHead(200, { 'content-type': sent.isStream ? 'text/event-stream' : 'application/json' });
    response.end(sent.body);
  }

  const server = await listenOnLoopback();
  server.answerWith((request, response) => void answer(request, response));
  return { origin: server.origin, offered, results: () => results, close: () => server.close() };
}
