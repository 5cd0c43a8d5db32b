import { expect, it } from 'vitest';
import { accountName } from '../../src-main/app/account-name.ts';

const passwd = [
  'root:x:0:0:root:/root:/bin/bash',
  'ann:x:1000:1000:Ann Nguyễn,Room 12,555-0100,:/home/ann:/bin/bash',
  'annabel:x:1001:1001:,,,:/home/annabel:/bin/zsh',
  'li:x:1002:1002:李小明:/home/li:/bin/bash',
  'odd:x:1003:1003:\u202eevil\u0007:/home/odd:/bin/bash',
].join('\n');

it.each([
  ['ann', 'Ann Nguyễn'],
  ['annabel', 'annabel'],
  ['li', '李小明'],
  ['odd', 'evil'],
  ['unlisted', 'unlisted'],
])('the account %s gives the first profile the name %s', (username, name) => {
  expect(accountName({ username, passwd })).toBe(name);
});

it.each(['root', 'Administrator', 'user', 'ubuntu'])('the account %s gives the first profile no name', (username) => {
  expect(accountName({ username, passwd })).toBeUndefined();
});

it('an account of a system without a list of accounts gives its own name', () => {
  expect(accountName({ username: 'ann', passwd: '' })).toBe('ann');
});
