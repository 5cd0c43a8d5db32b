import type { Keyring } from '../../src-main/store/keys/keyring.ts';

/** Stands in for the system's keychain: wraps so that the same kind opens it, in any process. */
export const wrappingKeyring: Keyring = {
  backend: 'test',
  available: async () => true,
  wrap: async (plain) => plain.map((byte) => byte ^ 0x5a),
  unwrap: async (wrapped) => wrapped.map((byte) => byte ^ 0x5a),
};
