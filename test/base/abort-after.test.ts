import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { abortAfter } from '../../src-main/base/abort-after.ts';
import { whenAborted } from '../../src-main/base/when-aborted.ts';

const root = join(import.meta.dirname, '../..');

describe('abortAfter', () => {
  it('aborts with a TimeoutError after its time, whatever else it waits for', async () => {
    const signal = abortAfter(1, new AbortController().signal);
    await whenAborted(signal);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the reason of a signal that aborts first', async () => {
    const first = new AbortController();
    const signal = abortAfter(1_000_000, first.signal);
    first.abort('enough');
    await whenAborted(signal);
    expect(signal.reason).toBe('enough');
  });

  it('aborts though memory is collected before its time', async () => {
    const script = `
      import { abortAfter } from ${JSON.stringify(join(root, 'src-main/base/abort-after.ts'))};
      const signal = abortAfter(50, new AbortController().signal);
      const kept = setInterval(gc, 1);
      signal.addEventListener('abort', () => { clearInterval(kept); console.log('aborted'); });`;
    const args = ['--expose-gc', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe('aborted\n');
  });

  it('is used wherever a time is joined with other signals', () => {
    const joined = /AbortSignal\.any\([^)]*AbortSignal\.timeout\(/;
    const files = globSync('src-main/**/*.ts', { cwd: root });
    expect(files.filter((file) => joined.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});
