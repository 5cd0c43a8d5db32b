import { createInterface } from 'node:readline';
import { openEngine } from '../../support/engine.ts';
import { serveAgents } from '../../support/serve-agents.ts';

// Stands in for the main process of the app: node app.ts DATABASE USER-HOME. Every program may use every sign-in, as
// often as it likes. Answers each line of its input with its memory in use, in bytes, after a garbage collection.
const [folder = '', userHome = ''] = process.argv.slice(2);
const engine = await openEngine({ folder });
await serveAgents(engine, { userHome });
console.log('ready');
for await (const _line of createInterface({ input: process.stdin })) console.log(await memoryInUse());
process.exit();

async function memoryInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
