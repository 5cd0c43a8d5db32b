import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A line that the doctor prints. */
export interface Line {
  step: string;
  ok: boolean;
  [fact: string]: unknown;
}

interface Surroundings {
  env?: Record<string, string>;
  /** Called with each line as it arrives. */
  onLine?: (line: Line) => void;
}

/** A folder that is removed when the test is over. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A program that takes the place of the browser. */
function browser(): string {
  const program = join(temporaryFolder(), 'browser.sh');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'browser.ts')}' "$1"\n`);
  chmodSync(program, 0o700);
  return program;
}

/** A file with this text, for an option that reads a file. Returns its path. */
export function fileWith(name: string, text: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

interface Run {
  code: number;
  lines: Line[];
  /** All that was printed, on both outputs. */
  printed: string;
}

export async function doctor(...args: string[]): Promise<Run> {
  return doctorIn({}, ...args);
}

export async function doctorIn({ env, onLine }: Surroundings, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, '..', '..', 'scripts', 'doctor.ts'), ...args],
      { env: { ...process.env, BROWSER: browser(), ...env } },
      (_error, stdout, stderr) => {
        const lines = stdout.split('\n').filter(Boolean);
        resolve({
          code: child.exitCode ?? -1,
          lines: lines.map((line) => JSON.parse(line) as Line),
          printed: stdout + stderr,
        });
      },
    );
    if (onLine && child.stdout) createInterface(child.stdout).on('line', (line) => onLine(JSON.parse(line) as Line));
  });
}
