import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { startRealParts } from '../support/real-parts.ts';

const processes = 10;
const expiries = 100;
const twoHours = 2 * 3_600_000;

/** A process that answers each line with a line. */
async function startWorker(folder: string, serverId: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), folder, serverId], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  expect(await next()).toBe('ready');
  return {
    async ask(ahead: number) {
      child.stdin.write(`${ahead}\n`);
      return next();
    },
  };
}

it(
  `${processes} processes on one database renew once at each of ${expiries} expiries`,
  { timeout: 1_200_000 },
  async () => {
    const { authorization, kit, id } = await startRealParts();
    await kit.signIn(id);
    const workers = await Promise.all(Array.from({ length: processes }, () => startWorker(kit.folder, id)));
    const requests = () => authorization.count('token', 'refresh_token');
    const seen = new Set<string>();
    for (let expiry = 1; expiry <= expiries; expiry += 1) {
      const answers = new Set(await Promise.all(workers.map((worker) => worker.ask(expiry * twoHours))));
      expect(answers.size, `expiry ${expiry}: ${[...answers].join(', ')}`).toBe(1);
      for (const answer of answers) seen.add(answer);
      expect(requests(), `expiry ${expiry}`).toBe(expiry);
    }
    // A new token each time, so no process got an old one.
    expect(seen.size).toBe(expiries);
    expect([...seen].filter((answer) => answer.startsWith('failed'))).toEqual([]);
    expect(kit.view(id).status.state).toBe('signed_in');
  },
);
