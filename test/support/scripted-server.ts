import type { OutgoingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import { openScriptedServer, type Reply, type ScriptedServer } from './open-scripted-server.ts';

export type { Answer, Asked, Reply, ScriptedServer } from './open-scripted-server.ts';

/** The same, closed when the test ends. */
export async function scriptedServer(...options: Parameters<typeof openScriptedServer>): Promise<ScriptedServer> {
  const server = await openScriptedServer(...options);
  onTestFinished(() => server.close());
  return server;
}

export const json =
  (value: unknown, status = 200, headers: OutgoingHttpHeaders = {}): Reply =>
  () => ({ status, headers, json: value });

export const html =
  (status = 200): Reply =>
  () => ({ status, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Hello</p>' });
