import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { englishWords } from '../../scripts/headless/english-words.ts';
import type { RequestName, Requests, ServerView } from '../../src-preload/contract.ts';
import { ask } from '../end-to-end/ask.ts';

/** Milliseconds that a sign-in may take. */
const patience = 120_000;

/** Adds a server, and signs in where it wants that. Throws with the app's own words where that does not succeed. */
export async function addServer(
  window: Page,
  { name, url }: { name: string; url: string },
  browserLog: string,
): Promise<void> {
  const server = await request(window, 'servers:add', { url, name });
  const { id: serverId } = server;
  const { requiresSignIn } = await request(window, 'connections:discover', { serverId }, server);
  // An app link needs a browser that lets pages open it; a loopback address works with all of them.
  const changes = { returnPath: 'loopback' } as const;
  if (requiresSignIn) await request(window, 'servers:change-settings', { serverId, changes }, server);
  await request(window, 'connections:connect', { serverId }, server);
  for (const began = Date.now(); ; await sleep(50)) {
    const now = (await request(window, 'servers:list', undefined)).find(({ id }) => id === serverId);
    if (now?.status.state === 'signed_in' || now?.status.state === 'open') return;
    if (now?.lastAttempt?.error) throw new Error(englishWords(now.lastAttempt.error, server));
    const refusal = existsSync(browserLog) ? readFileSync(browserLog, 'utf8').trim() : '';
    if (refusal !== '') throw new Error(`The sign-in to ${name} did not come back: ${firstWords(refusal)}`);
    if (Date.now() - began > patience) throw new Error(`The sign-in to ${name} did not end.`);
  }
}

/** What a program says of its failure, without addresses: they hold codes. */
function firstWords(printed: string): string {
  const said = printed.split('\n').find((line) => /error|refused|denied/i.test(line)) ?? printed.split('\n')[0] ?? '';
  return said.replaceAll(/\bhttps?:\/\/\S+/g, '…').slice(0, 300);
}

async function request<Name extends RequestName>(
  window: Page,
  name: Name,
  input: Requests[Name]['input'],
  server?: ServerView,
): Promise<Requests[Name]['output']> {
  const answer = await ask(window, name, input);
  if (!answer.ok) throw new Error(englishWords(answer.error, server));
  return answer.value;
}
