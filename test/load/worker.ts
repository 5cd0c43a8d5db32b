import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { openEngine } from '../support/engine.ts';

// One of several processes on one database. Each input line is a clock offset in milliseconds. Answers with a digest of
// the access token that it would use then, or with the error.
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
