import { completable, ResourceNotFoundError, ResourceTemplate, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Shared } from './shared.ts';

const noteCount = 5;
const pageSize = 2;
const starting = (words: readonly string[]) => (value: string) => words.filter((word) => word.startsWith(value));

/** Resources with a template and subscriptions, and prompts in pages, for one instance of the server. */
export function registerResourcesAndPrompts(server: McpServer, shared: Shared): void {
  server.registerResource('readme', 'note://readme', { title: 'Read me', mimeType: 'text/markdown' }, ({ href }) => ({
    contents: [{ uri: href, mimeType: 'text/markdown', text: '# Grüße\n\n💾' }],
  }));
  server.registerResource('picture', 'note://picture', { mimeType: 'image/png' }, ({ href }) => ({
    contents: [{ uri: href, mimeType: 'image/png', blob: 'iVBORw0KGgo=', _meta: { 'example/kept': true } }],
  }));
  const ids = Array.from({ length: noteCount }, (_, index) => String(index + 1));
  const template = new ResourceTemplate('note://{id}', { list: undefined, complete: { id: starting(ids) } });
  server.registerResource('note', template, { description: 'A note by its number.' }, ({ href }, { id }) => {
    if (!ids.includes(String(id))) throw new ResourceNotFoundError(href);
    return { contents: [{ uri: href, text: `This is note ${String(id)}.` }] };
  });

  server.server.setRequestHandler('resources/subscribe', ({ params }) => {
    shared.subscribed.add(params.uri);
    return {};
  });
  server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    shared.subscribed.delete(params.uri);
    return {};
  });

  const tone = completable(z.string(), starting(['calm', 'cheerful', 'curt']));
  server.registerPrompt(
    'greet',
    { title: 'Greet', description: 'Greets a person.', argsSchema: z.object({ name: z.string(), tone }) },
    ({ name, tone: how }) => ({
      description: 'A greeting',
      messages: [{ role: 'user', content: { type: 'text', text: `Greet ${name}, ${how}.` } }],
    }),
  );
  for (const name of ['second', 'third', 'fourth', 'fifth'])
    server.registerPrompt(name, {}, () => ({
      messages: [{ role: 'assistant', content: { type: 'text', text: name } }],
    }));
  const names = ['greet', 'second', 'third', 'fourth', 'fifth'];
  server.server.setRequestHandler('prompts/list', ({ params }) => {
    const from = Number(params?.cursor ?? 0);
    const next = from + pageSize;
    return {
      prompts: names.slice(from, next).map((name) => ({ name })),
      ...(next < names.length && { nextCursor: String(next) }),
    };
  });
}
