import type { Keyring } from '../../src-main/store/keys/keyring.ts';

/** Replaces the system's keychain: wraps in a form that any process can unwrap. */
export const wrappingKeyring: Keyring = {
  backend: 'test',
  available: async () => true,
  wrap: async (plain) => plain.map((byte) => byte ^ 0x5a),
  unwrap: async (wrapped) => wrapped.map((byte) => byte ^ 0x5a),
};
