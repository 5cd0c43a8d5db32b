import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { problemReport } from '../../src-main/app/problem-report.ts';
import { reportOf } from '../../src-main/app/report.ts';
import { systemFacts } from '../../src-main/app/system-facts.ts';
import { fileLog } from '../../src-main/base/log.ts';
import { temporaryFolder } from '../support/keyfob.ts';

const facts = (folder: string) => ({
  versions: [['Keyfob', '1.2.3'] as [string, string]],
  system: { System: 'linux x64, 6.1' },
  folder,
  home: '/home/ann lee',
});

it('the report of a problem has versions, the system, and the log without secrets and without the user’s home', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'keyfob.log.1'), '{"message":"before"}\n');
  const lines = [
    '{"message":"not written","path":"/home/ann lee/keyfob.json"}',
    '{"message":"refused","header":"Authorization: Bearer abc.def"}',
    '{"message":"asked https://auth.example/cb?code=4711"}',
  ];
  writeFileSync(join(folder, 'keyfob.log'), `${lines.join('\n')}\n`);
  expect(await problemReport(facts(folder))).toBe(
    [
      'Keyfob 1.2.3',
      'System: linux x64, 6.1',
      '',
      'Log, 4 of 4 lines:',
      '{"message":"before"}',
      '{"message":"not written","path":"~/keyfob.json"}',
      '{"message":"refused","header":"Authorization: …',
      '{"message":"asked https://auth.example/cb?…"}',
      '',
    ].join('\n'),
  );
});

it('the report of a problem has the last 400 lines of the log', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'keyfob.log'), Array.from({ length: 1000 }, (_, line) => `line ${line}\n`).join(''));
  const report = await problemReport(facts(folder));
  expect(report).toContain('Log, 400 of 1000 lines:\nline 600\n');
  expect(report).toContain('\nline 999\n');
  expect(await problemReport(facts(temporaryFolder()))).toContain('Log, 0 of 0 lines:\n');
});

it('the report of a problem is saved as it was shown, whatever is logged meanwhile', async () => {
  const folder = temporaryFolder();
  const opened: string[] = [];
  const report = reportOf({
    facts: async () => facts(folder),
    support: { issues: '', mail: 'help@keyfob.example' },
    openExternal: async (address) => void opened.push(address),
  });
  const { text, place } = await report.describe();
  fileLog(join(folder, 'keyfob.log'), Date.now).info('later');
  expect(report.described()).toBe(text);
  expect(place).toEqual({ kind: 'mail', address: 'help@keyfob.example' });
  await report.open();
  expect(opened).toEqual(['mailto:help@keyfob.example?subject=Keyfob']);
});

it('the report of a problem names the desktop, and where sign-ins are', () => {
  const storage = { state: 'keyring', backend: 'gnome_libsecret' } as const;
  const env = { XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_TYPE: 'wayland', USER: 'ann' };
  const said = systemFacts({ platform: 'linux', storage, env });
  expect(said).toMatchObject({ Desktop: 'GNOME, wayland', 'Sign-ins': 'keyring, gnome_libsecret' });
  expect(JSON.stringify(said)).not.toContain('ann');
});
