import { expect, it } from 'vitest';
import { updateFacts } from '../../src-main/update/update-source.ts';

const own = { address: 'https://updates.keyfob.example/keyfob.json', publicKey: 'RWQ' };
const env = {
  KEYFOB_UPDATE_ADDRESS: 'https://127.0.0.1:4000/keyfob.json',
  KEYFOB_UPDATE_KEY: 'RWT',
  KEYFOB_INSTALLED_FILE: '/tmp/version',
};
const tested = { address: 'https://127.0.0.1:4000/keyfob.json', publicKey: 'RWT' };
const files = ['/opt/Keyfob/keyfob-app'];

it('the source of updates is what the build says, whatever the environment of a released app says', () => {
  const released = { source: own, files, tellsNews: true };
  expect(updateFacts({ own, env, files, isPackaged: true, isForTests: false })).toEqual(released);
  expect(updateFacts({ own, env: {}, files, isPackaged: true, isForTests: false })).toEqual(released);
});

it('the source of updates is what a test says, in a clone and in a build for tests', () => {
  const named = { source: tested, files: ['/tmp/version'], tellsNews: true };
  expect(updateFacts({ own, env, files, isPackaged: false, isForTests: true })).toEqual(named);
  expect(updateFacts({ own, env, files, isPackaged: true, isForTests: true })).toEqual(named);
});

it('the source of updates leaves a clone in peace: nothing is watched, and nothing is news', () => {
  const quiet = { source: own, files: [], tellsNews: false };
  expect(updateFacts({ own, env: {}, files, isPackaged: false, isForTests: true })).toEqual(quiet);
});
