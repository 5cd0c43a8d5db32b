import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { openEngine } from '../support/engine.ts';

// One of several processes on one database. Each line it is sent is a clock: how far ahead it is, in milliseconds. It
// answers with a digest of the token that it would call a tool with then, or with what kept it from having one.
const [folder = '', serverId = ''] = process.argv.slice(2);
let ahead = 0;
const { context, session } = await openEngine({ folder, ahead: () => ahead });
const slot = { workspaceId: session.workspaceId, serverId, profileId: session.profileId };
console.log('ready');

for await (const line of createInterface({ input: process.stdin })) {
  ahead = Number(line);
  console.log(await ask());
}
process.exit();

async function ask(): Promise<string> {
  try {
    const { token } = await accessToken(context, slot);
    return createHash('sha256').update(token.reveal()).digest('hex');
  } catch (error) {
    return `failed: ${String(error)}`;
  }
}
