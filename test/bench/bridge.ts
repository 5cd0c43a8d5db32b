import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inRoot } from '../../scripts/setup/paths.mjs';
import { testClientsFolder } from '../../scripts/test-clients/install.mjs';

/**
 * Keyfob's connector with the real app, against `mcp-remote` and a direct client of HTTP on the same server, in one
 * run. All of it is measured by a program that `with-keyfob` runs, as an agent is.
 */
export async function measureBridge(): Promise<object[]> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'bridge', 'server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [url = ''] = await firstLines(server.stdout, 1);
  const measure = join(import.meta.dirname, 'bridge', 'measure.ts');
  const remote = join(testClientsFolder(), 'node_modules', 'mcp-remote', 'dist', 'proxy.js');
  const command = ['--server', `bench=${url}`, '--', process.execPath, measure, url, remote];
  const child = spawn(process.execPath, [inRoot('scripts', 'with-keyfob.mjs'), ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const rows = await firstLines(child.stdout, Infinity);
  server.kill();
  return rows.map((line) => JSON.parse(line) as object);
}

async function firstLines(stream: NodeJS.ReadableStream, count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}
