import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { interpretedProgram } from '../../../src-main/bridge/caller/interpreted-program.ts';
import { temporaryFolder } from '../../support/keyfob.ts';

/** What a process is taken for whose command line ends with an agent's script. */
function runs(interpreter: string, ...flags: string[]) {
  const folder = temporaryFolder();
  const script = join(folder, 'agent.js');
  writeFileSync(script, '');
  // A file that a relative argument names.
  mkdirSync(join(folder, 'here'));
  writeFileSync(join(folder, 'here', 'run'), '');
  const found = interpretedProgram({
    pid: 2,
    name: '',
    parent: 1,
    startedAt: '1',
    executable: { path: `/usr/bin/${interpreter}`, file: { device: 1, inode: 1 } },
    arguments: [interpreter, ...flags, script],
    directory: join(folder, 'here'),
  });
  return typeof found === 'object' ? found.script.slice(folder.length + 1) : found;
}

describe('the program of an interpreter', () => {
  it.each([
    ['node', []],
    ['node', ['--no-warnings', '--enable-source-maps', '--max-old-space-size=4096', '--max_semi_space_size=8']],
    ['node', ['--conditions', 'development', '--']],
    ['bun', ['run']],
    ['python3.12', ['-I', '-sP', '-W', 'ignore', '-Wignore']],
    ['perl', ['-w']],
  ])('is the script of %s %j', (interpreter, flags) => {
    expect(runs(interpreter, ...flags)).toBe('agent.js');
  });

  it.each([
    ['node', ['-e', 'code']],
    ['node', ['--eval=code']],
    ['node', ['--print=code']],
    ['node', ['--require', '/tmp/other.js']],
    ['node', ['--require=/tmp/other.js']],
    ['node', ['--import', 'data:text/javascript,code']],
    ['node', ['--import=data:text/javascript,code']],
    ['node', ['--experimental_loader=/tmp/other.js']],
    ['node', ['--env-file=/tmp/options']],
    // It names the process, as only a program is to that signs its socket.
    ['node', ['--title=keyfob/q7d2xk5m']],
    ['node', ['--title', 'keyfob/q7d2xk5m']],
    // The next argument is its value, and the program follows.
    ['node', ['--diagnostic-dir']],
    ['bun', ['--preload', '/tmp/other.js']],
    ['python3', ['-ccode']],
    ['python3', ['-Ic', 'code']],
    ['python3', ['-mother']],
    ['python3', ['-X', 'pycache_prefix=/tmp/other']],
    ['perl', ['-Mother']],
    ['ruby', ['-r/tmp/other.rb']],
    ['php', ['-d', 'auto_prepend_file=/tmp/other.php']],
  ])('cannot be told from %s %j', (interpreter, flags) => {
    expect(runs(interpreter, ...flags)).toBe('unreadable');
  });

  it.each([
    // Its working directory may have changed since it was started.
    ['node', ['run']],
    ['python3', ['./run']],
    ['tclsh8.6', []],
    ['java', ['-jar']],
    ['lua5.4', []],
    ['dotnet', []],
    ['pypy3', []],
    ['Rscript', []],
    ['electron', []],
    ['timeout', ['60']],
    // Not known here: a program of the system that was given a file.
    ['newlang', []],
    ['newlang', ['--fast']],
    ['newlang', ['run']],
  ])('cannot be told where a path is relative, or the interpreter is not one that is read: %s %j', (name, flags) => {
    expect(runs(name, ...flags)).toBe('unreadable');
  });

  it.each([
    ['codex', ['exec', 'do this']],
    ['code', ['--type=utility', '--lang=en-US']],
    ['goose', ['session']],
    ['zed-editor', ['zed-cli://ipc']],
  ])('is none of a program that was given no file: %s %j', (name, given) => {
    expect(
      interpretedProgram({
        pid: 2,
        name: '',
        parent: 1,
        startedAt: '1',
        executable: { path: `/usr/bin/${name}`, file: { device: 1, inode: 1 } },
        arguments: [name, ...given],
        directory: '/',
      }),
    ).toBe('none');
  });
});
