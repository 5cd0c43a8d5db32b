import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { runWithKeyfob, startEverything, startWithKeyfob } from './through-keyfob.ts';

test('the command has the connector on its PATH, a home of its own, and its own output and exit code', async () => {
  const { code, stdout } = await runWithKeyfob(['sh', '-c', 'keyfob --version; echo "$HOME"; exit 7']);
  expect(stdout).toMatch(/^keyfob \d+\.\d+\.\d+.*\n.*\/keyfob-desktop-\w+\/home\n$/);
  expect(code).toBe(7);
});

test('a command that does not exist ends with 127, and wrong arguments end with 2 and the usage', async () => {
  expect((await runWithKeyfob(['no-such-program'])).code).toBe(127);
  const { code, stderr } = await runWithKeyfob([]);
  expect(code).toBe(2);
  expect(stderr).toContain('npm run --silent with-keyfob');
});

test('a script that ends its input at once gets the answers to all that it asked', async () => {
  const everything = await startEverything();
  try {
    const messages = [
      {
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a script', version: '1' } },
      },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: { name: 'echo', arguments: { message: 'at last' } } },
    ].map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }));
    const script = `printf '%s\\n' "$@" | keyfob mcp everything`;
    const { stdout } = await runWithKeyfob(['sh', '-c', script, 'sh', ...messages], {
      servers: { everything: everything.url },
    });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; result: object });
    expect(answers.map(({ id }) => id)).toEqual([1, 2]);
    expect(answers[1]?.result).toEqual({ content: [{ type: 'text', text: 'Echo: at last' }] });
  } finally {
    await everything.close();
  }
});

test('a script uses the tools of a server by commands, and its exit code says what became of each', async () => {
  const server = await startMcpServer({ testTools: true });
  try {
    const script = `keyfob tools sample --json | grep -c '"name": "fails"'
      keyfob call sample fails; echo $?
      keyfob call sample none 2>/dev/null; echo $?
      keyfob call none fails 2>/dev/null; echo $?`;
    const { stdout } = await runWithKeyfob(['sh', '-c', script], { servers: { sample: server.url } });
    expect(stdout).toBe('1\nThe printer is out of paper.\n1\n1\n2\n');
  } finally {
    await server.close();
  }
});

test('Ctrl+C ends the command and all else', async () => {
  const { child, ran } = startWithKeyfob(['sh', '-c', 'echo "$HOME"; exec sleep 1000'], { detached: true });
  const home = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  // A terminal sends it to all that runs in the foreground.
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect((await ran).code).not.toBe(0);
  expect(processesWith(home)).toEqual([]);
});

function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}
