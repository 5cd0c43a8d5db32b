import { z } from 'zod';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { addServer } from '../../../src-main/connections/servers/servers.ts';
import { startAuthorizationServer } from '../../fixtures/authorization-server.ts';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { answerPages } from '../../fixtures/person.ts';
import { openEngine } from '../../support/engine.ts';

/** A server with a tool whose calls are counted, behind a sign-in whose tokens live this many seconds. */
export async function startSite(accessTokenSeconds: number) {
  /** When tokens were asked for, in milliseconds since the epoch. */
  const tokenRequests: number[] = [];
  const authorization = await startAuthorizationServer({
    accessTokenSeconds,
    between: (answer) => (request, response) => {
      if (request.url?.startsWith('/token')) tokenRequests.push(Date.now());
      answer(request, response);
    },
  });
  let hanging = 0;
  /** How often each call was carried out. */
  const counts = new Map<string, number>();
  const start = (port?: number) =>
    startMcpServer({
      authorization,
      protocol: '2025-11-25',
      ...(port !== undefined && { port }),
      moreTools: (server) => {
        const inputSchema = z.object({ call: z.string(), bytes: z.number() });
        server.registerTool('work', { inputSchema }, ({ call, bytes }) => {
          counts.set(call, (counts.get(call) ?? 0) + 1);
          return { content: [{ type: 'text', text: `${call} ${'x'.repeat(bytes)}` }] };
        });
        server.registerTool('hang', {}, () => {
          hanging += 1;
          return new Promise<never>(() => {});
        });
      },
    });
  let server = await start();
  const { url } = server;
  return {
    url,
    authorization,
    counts,
    tokenRequests,
    /** How many calls of `hang` have begun. */
    hanging: () => hanging,
    /** Its sessions are forgotten, and open requests end without an answer. */
    restart: async () => {
      await server.close();
      server = await start(Number(new URL(url).port));
    },
    close: async () => {
      await server.close();
      await authorization.close();
    },
  };
}

export type Site = Awaited<ReturnType<typeof startSite>>;

/** Adds the server to a new database in this folder, under the name `load`, and signs in. */
export async function signIn(folder: string, { url }: Pick<Site, 'url'>): Promise<void> {
  const engine = await openEngine({ folder });
  const { id } = addServer(engine.context, engine.session, { url, name: 'load' });
  await connect(engine.context, engine.session, id);
  await finishAuthorization(engine.context, await answerPages(engine.opened().href));
  engine.close();
}
