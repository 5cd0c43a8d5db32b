import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { localStateKey } from '../../../src-main/app/local-state-key.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import type { System, SystemCase } from '../system-case.ts';

/** A data folder with a `Local State` as Chromium writes it. */
function start(platform: System, key: string | undefined) {
  const folder = temporaryFolder();
  const state = join(folder, 'Local State');
  const write = (text: string) => writeFileSync(state, text);
  const withKey = (encrypted: string) =>
    JSON.stringify({
      os_crypt: { audit_enabled: true, encrypted_key: encrypted },
      user_experience: { low_entropy: 1 },
    });
  if (key !== undefined) write(withKey(key));
  const read = (): unknown => JSON.parse(readFileSync(state, 'utf8'));
  return { folder, state, write, withKey, read, wrapped: localStateKey(folder, platform) };
}

function keepsNothing(platform: System) {
  const { folder, state, write, wrapped } = start(platform, 'RFBBUEk=first');
  wrapped.keep();
  write('broken');
  wrapped.putBack();
  expect(wrapped.isRestartDue()).toBe(false);
  expect(readFileSync(state, 'utf8')).toBe('broken');
  expect(readdirSync(folder)).toEqual(['Local State']);
}

export default {
  title: "Chromium's wrapped key has a copy, which is put back once it was lost",
  source:
    'https://github.com/brave/brave-browser/issues/40375: os_crypt.encrypted_key of a broken Local State is ' +
    'overwritten; chromium/chromium components/os_crypt/sync/os_crypt_win.cc: kOsCryptEncryptedKeyPrefName is ' +
    "'os_crypt.encrypted_key', base64 of 'DPAPI' and the wrapped key, and OSCryptImpl::Init makes another key " +
    'where DPAPI fails to unwrap it',
  cells: {
    linux: keepsNothing,
    darwin: keepsNothing,
    win32(platform) {
      const { state, write, withKey, read, wrapped } = start(platform, 'RFBBUEk=first');
      const whole = read();
      wrapped.putBack();
      wrapped.keep();
      expect(read()).toEqual(whole);

      // The file breaks: put back before Chromium reads it.
      write('{"os_crypt": {"encryp');
      wrapped.putBack();
      expect(read()).toEqual({ os_crypt: { encrypted_key: 'RFBBUEk=first' } });

      // The system fails to unwrap once, and Chromium makes another key. What else is in the file stays.
      write(withKey('RFBBUEk=second'));
      wrapped.putBack();
      expect(read()).toEqual(JSON.parse(withKey('RFBBUEk=second')));
      expect(wrapped.isRestartDue()).toBe(true);
      wrapped.putBack();
      expect(read()).toEqual(whole);

      // It fails again: once is enough, and the user decides.
      write(withKey('RFBBUEk=third'));
      wrapped.putBack();
      expect(wrapped.isRestartDue()).toBe(false);
      expect(read()).toEqual(JSON.parse(withKey('RFBBUEk=third')));

      // A new data key is wrapped with the new key, which is kept from then on, and the next loss is another one.
      wrapped.keep();
      write(withKey('RFBBUEk=fourth'));
      expect(wrapped.isRestartDue()).toBe(true);
      wrapped.putBack();
      expect(read()).toEqual(JSON.parse(withKey('RFBBUEk=third')));

      const first = start(platform, undefined);
      first.wrapped.putBack();
      first.wrapped.keep();
      expect(first.wrapped.isRestartDue()).toBe(false);
      expect(existsSync(first.state)).toBe(false);
      expect(existsSync(state)).toBe(true);
    },
  },
} satisfies SystemCase;
