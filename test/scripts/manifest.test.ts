import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { version } from '../../package.json' with { type: 'json' };
import { programOnPath } from '../../scripts/setup/debian-packages.mjs';
import { readManifest } from '../../src-main/update/manifest.ts';
import { readMinisignKey, verifyMinisign } from '../../src-main/update/minisign.ts';
import { temporaryFolder } from '../support/keyfob.ts';

const script = join(import.meta.dirname, '../../scripts/release/manifest.mjs');
const run = (...args: string[]) => promisify(execFile)(process.execPath, [script, ...args]);

it.skipIf(programOnPath('minisign') === undefined)(
  'the manifest that the script makes is signed by minisign, and is what a Keyfob reads',
  async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    execFileSync('minisign', ['-G', '-W', '-p', at('key.pub'), '-s', at('key.sec')]);
    writeFileSync(at('keyfob_0.1.0_amd64.deb'), 'abc');
    const date = String(Date.UTC(2026, 10, 30) / 1000);
    const options = ['--counter', '7', '--key', at('key.sec'), '--into', at('made'), '--date', date];
    await run(...options, at('keyfob_0.1.0_amd64.deb'));
    const bytes = readFileSync(at('made/keyfob.json'));
    const [, key = ''] = readFileSync(at('key.pub'), 'utf8').split('\n');
    const minisig = readFileSync(at('made/keyfob.json.minisig'), 'utf8');
    expect(() => verifyMinisign(bytes, minisig, readMinisignKey(key))).not.toThrow();
    expect(minisig).toContain(`trusted comment: keyfob ${version}, manifest 7\n`);
    expect(readManifest(bytes)).toEqual({
      product: 'keyfob',
      version,
      counter: 7,
      date: '2026-11-30T00:00:00Z',
      expires: '2027-03-10T00:00:00Z',
      // The SHA-512 of "abc" (FIPS 180-4, appendix C).
      files: [
        {
          name: 'keyfob_0.1.0_amd64.deb',
          sha512:
            'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
            '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
        },
      ],
    });
  },
);

it.each([[[]], [['--counter', '0', '--key', 'k', '--into', 'f', 'file']], [['--counter', '1', '--into', 'f', 'file']]])(
  'the manifest is refused without what it needs: %j',
  async (args) => {
    await expect(run(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^Use: /) as string });
  },
);
