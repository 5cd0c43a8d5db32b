import { Secret } from '../base/secret.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { inMemoryAndOnDisk } from './in-memory-and-on-disk.ts';
import { prepare } from './sql.ts';
import type { Place, Vault } from './keys/vault.ts';

export interface CertificateAuthority {
  /** The certificate's SHA-256 fingerprint, in hexadecimal with colons. */
  id: string;
  /** In PEM. */
  certificate: string;
  addedAt: number;
}

const place = (row: string): Place => ({ table: 'certificate_authority', row, column: 'certificate' });

/**
 * Certificate authorities that the user added. Certificates are not secret, but sealed for integrity: writing to the
 * database file is not enough to add a trusted authority.
 */
export function certificateAuthorities(database: Database, vault: Vault) {
  const all = prepare<[], { id: string; certificate: Uint8Array; addedAt: number }>(
    database,
    'SELECT id, certificate, added_at AS addedAt FROM certificate_authority ORDER BY added_at, id',
  );
  const insert = prepare<[{ id: string; certificate: Uint8Array; addedAt: number }]>(
    database,
    `INSERT INTO certificate_authority (id, certificate, added_at) VALUES (@id, @certificate, @addedAt)
     ON CONFLICT DO NOTHING`,
  );
  const remove = inMemoryAndOnDisk<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}certificate_authority WHERE id = ?`),
  );
  const open = (id: string, sealed: Uint8Array): string | undefined => {
    try {
      return vault.open(place(id), sealed).reveal();
    } catch (error) {
      if (error instanceof StoreError && error.code === 'sealed_value_refused') return undefined;
      throw error;
    }
  };
  return {
    /** The valid ones. Rows whose certificate was not sealed by this installation are skipped. */
    list: (): CertificateAuthority[] =>
      all.all().flatMap(({ id, certificate: sealed, addedAt }) => {
        const certificate = open(id, sealed);
        return certificate === undefined ? [] : [{ id, certificate, addedAt }];
      }),

    add: ({ id, certificate, addedAt }: CertificateAuthority): void =>
      void insert.run({ id, certificate: vault.seal(place(id), new Secret(certificate)), addedAt }),

    /** Returns whether it existed. */
    remove: (id: string): boolean => remove.run(id) > 0,
  };
}
