import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InstalledFiles } from '../../src-main/update/installed-files.ts';
import { temporaryFolder } from '../support/keyfob.ts';

function installed() {
  const folder = temporaryFolder();
  const files = [join(folder, 'keyfob-app'), join(folder, 'app.asar')] as const;
  for (const file of files) writeFileSync(file, 'first');
  let told = 0;
  const watch = new InstalledFiles({ files, stat: statSync, onReplaced: () => (told += 1) });
  const looks = (times: number) => {
    for (let time = 0; time < times; time += 1) watch.look();
    return { told, isReplaced: watch.isReplaced };
  };
  return { files, looks };
}

const quiet = { told: 0, isReplaced: false };
const due = { told: 1, isReplaced: true };

it('the installed files say nothing while they stay as they are', () => {
  expect(installed().looks(3)).toEqual(quiet);
});

it('the installed files are replaced once one was renamed into place and stays so for two looks', () => {
  const { files, looks } = installed();
  writeFileSync(`${files[1]}.dpkg-new`, 'first');
  renameSync(`${files[1]}.dpkg-new`, files[1]);
  expect(looks(1)).toEqual(quiet);
  expect(looks(1)).toEqual(due);
  expect(looks(2)).toEqual(due);
});

it('the installed files are replaced once one was touched', () => {
  const { files, looks } = installed();
  utimesSync(files[0], new Date(5000), new Date(5000));
  expect(looks(2)).toEqual(due);
});

it('the installed files are not replaced while one is missing or still changes', () => {
  const { files, looks } = installed();
  rmSync(files[1]);
  expect(looks(3)).toEqual(quiet);
  writeFileSync(files[1], 'sec');
  expect(looks(1)).toEqual(quiet);
  writeFileSync(files[1], 'second');
  expect(looks(1)).toEqual(quiet);
  expect(looks(1)).toEqual(due);
});

it('the installed files are not watched where one is missing from the start', () => {
  const watch = new InstalledFiles({
    files: [join(temporaryFolder(), 'none')],
    stat: statSync,
    onReplaced: () => expect.fail('nothing was replaced'),
  });
  watch.look();
  watch.look();
  expect(watch.isReplaced).toBe(false);
});
