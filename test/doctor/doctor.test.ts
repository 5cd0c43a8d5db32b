import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAuthorizationServer, type AuthorizationServer } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'keyfob-doctor-'));
const browser = join(folder, 'browser.sh');
let authorization: AuthorizationServer;
let server: Awaited<ReturnType<typeof startMcpServer>>;

beforeAll(async () => {
  authorization = await startAuthorizationServer();
  server = await startMcpServer({ authorization });
  writeFileSync(browser, `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'browser.ts')}' "$1"\n`);
  chmodSync(browser, 0o700);
});

afterAll(async () => {
  await server.close();
  await authorization.close();
  rmSync(folder, { recursive: true });
});

interface Line {
  step: string;
  ok: boolean;
  [fact: string]: unknown;
}

async function doctor(...args: string[]): Promise<{ code: number; lines: Line[]; printed: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'scripts', 'doctor.ts'), ...args],
      { env: { ...process.env, BROWSER: browser } },
      (_error, stdout, stderr) => {
        const lines = stdout.split('\n').filter(Boolean);
        resolve({
          code: child.exitCode ?? -1,
          lines: lines.map((line) => JSON.parse(line) as Line),
          printed: stdout + stderr,
        });
      },
    );
  });
}

describe('the doctor', () => {
  it('signs in through the browser, calls a tool and prints every step, without a secret', async () => {
    const { code, lines, printed } = await doctor(server.url, '--call', 'convert_units', '--args', '{"value":3}');
    expect(lines.map(({ step, ok }) => [step, ok])).toEqual([
      ['probe', true],
      ['resource_metadata', true],
      ['server_metadata', true],
      ['registration', true],
      ['authorize', true],
      ['token', true],
      ['tools', true],
      ['call', true],
      ['result', true],
    ]);
    expect(code).toBe(0);
    const secrets = authorization.secrets.map(({ value }) => value);
    expect(secrets.length).toBeGreaterThan(2);
    for (const secret of secrets) expect(printed).not.toContain(secret);
  });

  it('says which step failed and why, and ends with 1', async () => {
    const { code, lines } = await doctor('https://nowhere.invalid/mcp');
    expect(lines).toMatchObject([
      { step: 'probe', ok: false, asked: 'nowhere.invalid' },
      { step: 'result', ok: false, error: { code: 'host_not_found' } },
    ]);
    expect(code).toBe(1);
  });

  it('says that there is no such tool', async () => {
    const { code, lines } = await doctor(server.url, '--call', 'nothing');
    expect(lines.at(-1)).toMatchObject({ step: 'result', ok: false, error: { code: 'tool_not_found' } });
    expect(code).toBe(1);
  });

  it('explains itself where it was given no address', async () => {
    const { code, printed } = await doctor();
    expect(printed).toContain('npm run --silent doctor -- URL');
    expect(code).toBe(2);
  });
});
