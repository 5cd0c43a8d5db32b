import { CallHistory } from '../../src-main/history/call-history.ts';
import { wrappingKeyring } from '../support/wrapping-keyring.ts';

/** Writes calls to the file that it is given until it is killed, and says so after the first ones. */
const [, , file = ''] = process.argv;
const history = new CallHistory({
  file,
  keyring: wrappingKeyring,
  isStored: () => true,
  now: Date.now,
  log: { warn: () => undefined },
  exists: { server: () => true, owner: () => true },
});
for (;;) {
  for (let at = 0; at < 20; at += 1)
    history.begin({
      owner: 'ann',
      serverId: 'linear',
      address: 'https://linear.example/mcp',
      tool: 'search',
      input: { q: 'herons' },
    })({ result: { isError: false, content: [{ type: 'text', text: 'three herons' }], milliseconds: 1 } });
  await history.flush();
  process.stdout.write('written\n');
}
