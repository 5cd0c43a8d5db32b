import { type Client, type Transport } from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { CapableServer } from './capable-server.ts';
import { connectRecorder, type Recorder } from './recorder.ts';
import type { Era } from './shared.ts';

const anything = z.looseObject({});
const logLevel = 'io.modelcontextprotocol/logLevel';

/** Does everything that the library's client can, and returns what came of it. */
export async function walk(transport: Transport, server: CapableServer, era: Era): Promise<Recorder['steps']> {
  const recorder = await connectRecorder(transport, era);
  await lists(recorder);
  await calls(recorder, era);
  await resourcesAndPrompts(recorder);
  // What is announced outside of a request needs a stream, which the client or Keyfob opens by itself.
  if (era === 'legacy') await server.listening;
  await (era === 'legacy' ? legacyChanges(recorder) : modernChanges(recorder));
  await recorder.client.close();
  return recorder.steps;
}

async function lists({ client, step }: Recorder): Promise<void> {
  await step('list tools', () => client.listTools());
  await step('list resources', () => client.listResources());
  await step('list resource templates', () => client.listResourceTemplates());
  // Keyfob gives all pages at once where a client does not ask for one of them.
  await step('list prompts, in pages', () => client.listPrompts(), 'outcome');
  await step('one page of prompts', () => client.listPrompts({ cursor: '2' }));
}

async function calls({ client, step }: Recorder, era: Era): Promise<void> {
  const call = (name: string, given: Record<string, unknown> = {}) => client.callTool({ name, arguments: given });
  for (const name of ['fails', 'throws', 'structured', 'binary', 'elicit', 'sample', 'roots', 'unknown-tool'])
    await step(`call ${name}`, () => call(name));
  await step('call echo', () => call('echo', { text: 'a\nb "c" \u2028 💾 \u0000' }));
  await step('call echo with wrong arguments', () => call('echo', { text: 5 }));
  await step('call large', () => call('large', { characters: 1_000_000 }));
  // The library drops progress that comes in one piece with the result, so what counts is how it came.
  await step('call count with progress', async ({ messages }) => {
    const result = await client.callTool({ name: 'count', arguments: { to: 20 } }, { onprogress: () => undefined });
    return [result, messages().map((message) => ('method' in message ? message.params : 'the result'))];
  });
  await step('call count without progress', () => call('count', { to: 3 }));
  await step('twenty calls at once', () =>
    Promise.all(Array.from({ length: 20 }, (_, index) => call('echo', { text: String(index) }))),
  );
  await step('cancel a call', () => cancelled(client));
  await step('the cancelled call was cancelled at the server', () => call('cancelled'));
  if (era === 'legacy') {
    await step('ping', () => client.ping());
    await step('set the log level', () => client.setLoggingLevel('info'));
    await step('call log', () => call('log'));
    // By HTTP, the library shows the answer of a server of 2026-07-28 to this as an error of HTTP.
    await step('a method that does not exist', () =>
      client.request({ method: 'example/unknown', params: { 'example/x': [1, null] } }, anything),
    );
  } else await step('call log', () => client.callTool({ name: 'log', arguments: {}, _meta: { [logLevel]: 'info' } }));
}

async function cancelled(client: Client): Promise<unknown> {
  const controller = new AbortController();
  return client.callTool(
    { name: 'wait', arguments: {} },
    { signal: controller.signal, onprogress: () => controller.abort(new Error('Cancelled by the test.')) },
  );
}

async function resourcesAndPrompts({ client, step }: Recorder): Promise<void> {
  for (const uri of ['note://readme', 'note://picture', 'note://3', 'note://99', 'other://x'])
    await step(`read ${uri}`, () => client.readResource({ uri }, { cacheMode: 'bypass' }));
  await step('get a prompt', () => client.getPrompt({ name: 'greet', arguments: { name: 'Ann', tone: 'calm' } }));
  await step('get a prompt without its arguments', () => client.getPrompt({ name: 'greet' }));
  await step('get a prompt that does not exist', () => client.getPrompt({ name: 'no-such-prompt' }));
  await step('complete an argument of a prompt', () =>
    client.complete({ ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'tone', value: 'c' } }),
  );
  await step('complete a variable of a template', () =>
    client.complete({ ref: { type: 'ref/resource', uri: 'note://{id}' }, argument: { name: 'id', value: '' } }),
  );
}

async function legacyChanges({ client, step }: Recorder): Promise<void> {
  await step('a tool is added', async ({ arrival }) => {
    const { content } = await client.callTool({ name: 'grow', arguments: {} });
    await arrival('notifications/tools/list_changed');
    return content;
  });
  await step('subscribe to a resource', () => client.subscribeResource({ uri: 'note://1' }));
  await step('the resource is updated', async ({ arrival }) => {
    await client.callTool({ name: 'touch', arguments: { uri: 'note://1' } });
    await arrival('notifications/resources/updated');
  });
  await step('unsubscribe', () => client.unsubscribeResource({ uri: 'note://1' }));
  await step('the resource is updated unheard', () =>
    client.callTool({ name: 'touch', arguments: { uri: 'note://1' } }),
  );
  await step('the roots have changed', () => client.sendRootsListChanged());
}

async function modernChanges({ client, step }: Recorder): Promise<void> {
  await step('listen, and a tool is added, and a resource is updated', async ({ arrival }) => {
    const filter = { toolsListChanged: true, promptsListChanged: true, resourceSubscriptions: ['note://1'] };
    const subscription = await client.listen(filter);
    await client.callTool({ name: 'grow', arguments: {} });
    await arrival('notifications/tools/list_changed');
    await client.callTool({ name: 'touch', arguments: { uri: 'note://2' } });
    await client.callTool({ name: 'touch', arguments: { uri: 'note://1' } });
    await arrival('notifications/resources/updated');
    await subscription.close();
    return [subscription.honoredFilter, await subscription.closed];
  });
  await step('list the tools again', () => client.listTools(undefined, { cacheMode: 'refresh' }));
  await step('call the added tool', () => client.callTool({ name: 'grown_1', arguments: {} }));
}
