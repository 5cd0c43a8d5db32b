// @ts-check
// Cleans up after a desktop session, however its owner ends: the owner holds the other end of our stdin, and the kernel
// closes it even if the owner is killed.
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { endProcesses } from './processes.mjs';

const folder = process.argv[2] ?? '';
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, () => {});

await once(process.stdin.resume(), 'close');
await endProcesses(folder);
await rm(folder, { recursive: true, force: true, maxRetries: 3 });
process.exit();
