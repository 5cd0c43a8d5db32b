import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compiledConnector } from '../../scripts/setup/connector.mjs';
import { errorCodes } from '../../src-preload/contract.ts';
import en from '../../src-renderer/locales/en.json' with { type: 'json' };

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const text = read('docs/troubleshooting.md');

it('the document about faults names codes that exist, and every one of updates', () => {
  const named = [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code = '']) => code);
  expect(named.filter((code) => !errorCodes.some((known) => known === code))).toEqual([]);
  const ofUpdates = errorCodes.filter((code) => code.startsWith('update_') || code === 'restart_due');
  expect(ofUpdates.filter((code) => !named.includes(code))).toEqual([]);
});

it('the document about faults quotes what the window says', () => {
  for (const label of [en.preferences.report, en.update.title, en.preferences.about, en.preferences.network])
    expect(text).toContain(label);
});

it('the document about faults has commands that the connector knows', async () => {
  const commands = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));
  expect(commands).toEqual(['keyfob --version', 'keyfob doctor', 'keyfob status', 'keyfob doctor']);
  const manual = read('man/keyfob.1').replaceAll('\\-', '-');
  for (const command of commands.slice(1)) expect(manual).toContain(`${command} `.trim());
  const printed = execFileSync(await compiledConnector(), ['--version'], { encoding: 'utf8' });
  expect(printed).toMatch(/^keyfob \d+\.\d+\.\d+, protocol 1\n$/);
});
