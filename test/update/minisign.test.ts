import { expect, it } from 'vitest';
import { readMinisignKey, verifyMinisign } from '../../src-main/update/minisign.ts';
import { fault } from '../support/faults.ts';
import { plainManifest, testKey } from '../support/signed-manifest.ts';

/** Made with minisign 0.11, whose secret key was deleted. */
const real = {
  key: 'RWTLuhZk+MB89lF6gPFmEf2GXV9GBzfofbouKV3uZt3jV4PZjBIWkzgf',
  file: Buffer.from(`${JSON.stringify(plainManifest)}\n`),
  minisig: `untrusted comment: signature from minisign secret key
RWTLuhZk+MB89v5uRqrxMTM4bNEGG69HrJYJ2uCAh0dGyROIhFChr/6IbwIxcTW0Aypsld0/qVFyfc87RVfN3qR+S4XSMhgF9gg=
trusted comment: timestamp:1796054255	file:m.json
bSB0Z0NrNhbTiIkE/hIkOHjWnpF1X2yMOjWv+g7ngWOrJ492JfdGx5vm9TqCsp/+CKuxgZ/eNRTWpSdb8CSBAA==
`,
  /** Of a hash of the file, as minisign signs without `-l`. */
  hashed: `untrusted comment: signature from minisign secret key
RUTLuhZk+MB89nyXes/LSEQJbT2V+D8GMbG8TSiEXrqCuBQbiaFcsEQXfW5xfR3D5DfDOu2pYnjEoRdEakJFjjzGTQVYvLos8A0=
trusted comment: Keyfob 1.3.0, manifest 7
G02HsIbTea8xG1QurY8KyE8E8NU+7EBHtoFnz5NViIYk0PRAf9yEG7LD0D9bRLGJrSRPeWXyFXQCftWu42SLBA==
`,
};

const edited = (text: string, line: number, edit: (line: string) => string) =>
  text
    .split('\n')
    .map((one, index) => (index === line ? edit(one) : one))
    .join('\n');

it('a signature that minisign made is accepted', () => {
  expect(() => verifyMinisign(real.file, real.minisig, readMinisignKey(real.key))).not.toThrow();
});

it.each([
  ['of another file', Buffer.from('{}\n'), real.minisig, 'update_changed'],
  ['with another trusted comment', real.file, edited(real.minisig, 2, (line) => `${line}0`), 'update_changed'],
  ['with other bytes', real.file, edited(real.minisig, 1, (line) => line.replace('v5uR', 'v5uS')), 'update_changed'],
  [
    'with another last line',
    real.file,
    edited(real.minisig, 3, (line) => line.replace('bSB0', 'bSB1')),
    'update_changed',
  ],
  ['of another key', real.file, testKey().signed(real.file), 'update_wrong_key'],
  ['that names the key, made with another', real.file, renamed(), 'update_changed'],
  ['of the form with a hash', real.file, real.hashed, 'update_unsigned'],
  ['without its last line', real.file, real.minisig.split('\n').slice(0, 3).join('\n'), 'update_unsigned'],
  ['without a trusted comment', real.file, edited(real.minisig, 2, () => 'comment: 1'), 'update_unsigned'],
  ['that is a page of a website', real.file, '<!doctype html>\n<p>\nNot found\n</p>\n', 'update_unsigned'],
  ['that is empty', real.file, '', 'update_unsigned'],
] as const)('a signature %s is refused', (_what, file, minisig, code) => {
  expect(() => verifyMinisign(file, minisig, readMinisignKey(real.key))).toThrow(fault(code));
});

/** Another key's signature, under the id of the real one. */
function renamed(): string {
  const id = Buffer.from(real.key, 'base64').subarray(2, 10).toString('latin1');
  return edited(testKey().signed(real.file), 1, (line) => {
    const bytes = Buffer.from(line, 'base64');
    return Buffer.concat([bytes.subarray(0, 2), Buffer.from(id, 'latin1'), bytes.subarray(10)]).toString('base64');
  });
}

it.each([
  ['is empty', ''],
  ['is cut', real.key.slice(0, -4)],
  ['is of another algorithm', Buffer.concat([Buffer.from('RS'), Buffer.alloc(40)]).toString('base64')],
])('a public key that %s is none', (_what, text) => {
  expect(() => readMinisignKey(text)).toThrow(fault('update_no_key'));
});
