import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { changeSettings } from '../../src-main/connections/settings.ts';
import { removeServer } from '../../src-main/connections/servers.ts';
import { answers } from '../../src-main/ipc/answers.ts';
import { publishTo } from '../../src-main/ipc/publish.ts';
import type { AppView, RequestName } from '../../src-preload/contract.ts';
import { answering } from '../support/answering.ts';
import { exampleInputs } from '../support/example-inputs.ts';
import { startRealParts } from '../support/real-parts.ts';

/** What would end or leave the scene comes after everything else. */
const last: RequestName[] = [
  'servers:remove',
  'servers:change-address',
  'profiles:remove',
  'workspaces:create',
  'workspaces:remove',
];

it(
  'no secret that was ever on the wire is in a file, a log, a reply, an event or an error',
  { timeout: 60_000 },
  async () => {
    const { authorization, kit, id } = await startRealParts();
    const { context, session } = kit;
    const heard: unknown[] = [];
    kit.subscribe((event) => {
      const listener = { session, send: (name: string, view: unknown) => void heard.push([name, view]) };
      publishTo(context, [listener], event, () => ({ version: '1' }) as AppView);
    });
    const typed = 'typed-canary-2c81';
    await changeSettings(context, session, id, { headers: { 'x-key': typed } });
    const ask = answering(kit);
    const replies: unknown[] = [];
    const request = async (name: RequestName, input: unknown) => replies.push((await ask(session, name, input)).answer);

    await kit.signIn(id);
    await request('tools:list', { serverId: id });
    await request('tools:call', { serverId: id, callId: 'c', tool: 'whoami', arguments: {} });
    kit.clock.ahead += 7_200_000;
    await request('tools:call', { serverId: id, callId: 'd', tool: 'whoami', arguments: {} });
    await kit.keys.rotate();
    authorization.expireTokens();
    authorization.breakEndpoint('token', { status: 500, body: 'token-that-is-none' }, 1);
    kit.clock.ahead += 7_200_000;
    await request('tools:call', { serverId: id, callId: 'e', tool: 'whoami', arguments: {} });
    // A refusal that repeats what it was sent is written to the log.
    authorization.breakEndpoint('revocation', { status: 500, body: authorization.secrets.at(-1)?.value ?? '' });
    await request('connections:disconnect', { serverId: id });
    authorization.repair();
    await kit.signIn(id);
    authorization.revokeAll();
    kit.clock.ahead += 7_200_000;
    await request('tools:call', { serverId: id, callId: 'f', tool: 'whoami', arguments: {} });
    await kit.signIn(id);
    const names = Object.keys(answers) as RequestName[];
    const target = { serverId: id, profileId: session.profileId };
    for (const name of [...names.filter((name) => !last.includes(name)), ...last])
      await request(name, exampleInputs[name](target));
    await kit.signIn(kit.addServer((await startRealParts()).server.url)).catch((error: unknown) => heard.push(error));
    await removeServer(context, session, id).catch((error: unknown) => heard.push(error));

    const secrets = [...new Set([...authorization.secrets.map(({ value }) => value), typed])].filter(
      ({ length }) => length > 7,
    );
    expect(secrets.length).toBeGreaterThan(8);
    expect(kit.log.length).toBeGreaterThan(0);
    const files = readdirSync(kit.folder).map((file) => readFileSync(join(kit.folder, file)));
    const said = [replies, heard, kit.events, kit.log].map((list) =>
      inspect(list, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    );
    for (const [at, secret] of secrets.entries()) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        expect(
          files.some((file) => file.includes(form)),
          `file, secret ${at}`,
        ).toBe(false);
        expect(
          said.map((text) => text.includes(form)),
          `replies, events, domain events, log: secret ${at}`,
        ).toEqual([false, false, false, false]);
      }
    }
    console.log(
      `${secrets.length} secrets looked for in ${files.length} files, ${replies.length} replies, ${heard.length} events, ${kit.log.length} lines of log: none found`,
    );
  },
);
