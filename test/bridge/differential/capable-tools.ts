import { setTimeout as wait } from 'node:timers/promises';
import { inputRequired, ProtocolError, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Shared } from './shared.ts';

const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Tools that use each part of the protocol, for one instance of the server. */
export function registerTools(server: McpServer, shared: Shared): void {
  registerPlainTools(server, shared);
  registerAskingTools(server);

  server.registerTool(
    'count',
    { description: 'Reports progress.', inputSchema: z.object({ to: z.number().int() }) },
    async ({ to }, { mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken;
      for (let progress = 1; progress <= to; progress += 1) {
        if (progressToken === undefined) break;
        const params = { progressToken, progress, total: to, message: `Step ${progress}` };
        await mcpReq.notify({ method: 'notifications/progress', params });
      }
      return text(`Counted to ${to}.`);
    },
  );

  server.registerTool('wait', { description: 'Waits until it is cancelled.' }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken !== undefined)
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
    await wait(60_000, undefined, { signal: mcpReq.signal }).catch(() => undefined);
    if (mcpReq.signal.aborted) shared.cancel();
    return text('Not cancelled.');
  });

  server.registerTool('log', { description: 'Writes to the log of the client.' }, async ({ mcpReq }) => {
    for (const level of ['debug', 'info', 'error'] as const)
      await mcpReq.log(level, { said: `at level ${level}`, number: 1.5 }, 'capable');
    return text('Logged.');
  });

  server.registerTool('grow', { description: 'Adds a tool.' }, () => {
    shared.grown.push(`grown_${shared.grown.length + 1}`);
    shared.notify.toolsChanged();
    return text(`Grown to ${shared.grown.length}.`);
  });

  server.registerTool(
    'touch',
    { description: 'Says that a resource was updated.', inputSchema: z.object({ uri: z.string() }) },
    ({ uri }) => {
      if (shared.era === 'modern' || shared.subscribed.has(uri)) shared.notify.resourceUpdated(uri);
      return text(`Touched ${uri}.`);
    },
  );
}

function registerPlainTools(server: McpServer, shared: Shared): void {
  const echo = z.object({ text: z.string() });
  server.registerTool(
    'echo',
    { title: 'Echo', description: 'Gives back what it was given.', inputSchema: echo, _meta: { 'example/kept': [1] } },
    ({ text: given }) => ({ ...text(given), _meta: { 'example/length': given.length } }),
  );
  server.registerTool('cancelled', { description: 'Waits until a call is cancelled.' }, async () => {
    await shared.cancelled;
    return text('It is cancelled.');
  });
  server.registerTool('fails', { description: 'Fails.' }, () => ({ ...text('Out of paper.'), isError: true }));
  server.registerTool('throws', { description: 'Answers with an error of the protocol.' }, () => {
    throw new ProtocolError(-31_999, 'An error of its own.', { why: ['because', 1] });
  });
  server.registerTool(
    'structured',
    { description: 'Has a structured result.', outputSchema: z.object({ rows: z.array(z.object({ n: z.number() })) }) },
    () => ({ ...text('Two rows.'), structuredContent: { rows: [{ n: 1 }, { n: 2.5 }] } }),
  );
  server.registerTool('binary', { description: 'Has content of each kind.' }, () => ({
    content: [
      { type: 'image', data: pixel, mimeType: 'image/png', annotations: { audience: ['user'], priority: 0.5 } },
      { type: 'audio', data: 'UklGRg==', mimeType: 'audio/wav' },
      {
        type: 'resource',
        resource: { uri: 'note://blob', blob: 'AAECAwQF/w==', mimeType: 'application/octet-stream' },
      },
      { type: 'resource_link', uri: 'note://1', name: 'the first note', mimeType: 'text/plain' },
    ],
  }));
  server.registerTool(
    'large',
    { description: 'Gives a long text.', inputSchema: z.object({ characters: z.number().int() }) },
    ({ characters }) => text('Größe 💾 '.repeat(Math.ceil(characters / 9)).slice(0, characters)),
  );
  for (const name of shared.grown)
    server.registerTool(name, { description: 'Was added.' }, () => text(`This is ${name}.`));
}

/** Tools that ask the client: by a request up to 2025-11-25, by a result after it; the library does either. */
function registerAskingTools(server: McpServer): void {
  server.registerTool('elicit', { description: 'Asks the user.' }, ({ mcpReq }) => {
    const answer = mcpReq.inputResponses?.['name'];
    if (answer !== undefined) return text(JSON.stringify(answer));
    const requestedSchema = { type: 'object' as const, properties: { name: { type: 'string' as const } } };
    const name = inputRequired.elicit({ mode: 'form', message: 'Who are you? 你好', requestedSchema });
    return inputRequired({ inputRequests: { name }, requestState: 'asked-for-the-name' });
  });
  server.registerTool('sample', { description: 'Asks the model.' }, ({ mcpReq }) => {
    const answer = mcpReq.inputResponses?.['said'];
    if (answer !== undefined) return text(JSON.stringify(answer));
    const said = inputRequired.createMessage({
      messages: [{ role: 'user', content: { type: 'text', text: 'Say a word.' } }],
      maxTokens: 5,
    });
    return inputRequired({ inputRequests: { said } });
  });
  server.registerTool('roots', { description: 'Asks for the roots.' }, ({ mcpReq }) => {
    const answer = mcpReq.inputResponses?.['roots'];
    if (answer !== undefined) return text(JSON.stringify(answer));
    return inputRequired({ inputRequests: { roots: inputRequired.listRoots() } });
  });
}
