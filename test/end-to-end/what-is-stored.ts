import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';

interface StoredKey {
  backend: string;
  wrapped: Buffer;
}

/** The data keys in the database of this home. */
export function storedKeys(home: string): Promise<StoredKey[]> {
  return query<StoredKey>(home, 'SELECT backend, wrapped_key AS wrapped FROM data_key');
}

/** The number of stored sign-ins with tokens. */
export async function countStoredSignIns(home: string): Promise<number> {
  return (await query(home, 'SELECT 1 FROM token_set WHERE access_token IS NOT NULL')).length;
}

async function query<Row>(home: string, sql: string): Promise<Row[]> {
  const databases = (await filesIn(home)).filter(({ path }) => path.endsWith('/keyfob.sqlite'));
  return databases.flatMap(({ path }) => {
    const database = new BetterSqlite3(path, { readonly: true });
    try {
      return database.prepare(sql).all() as Row[];
    } finally {
      database.close();
    }
  });
}

/** The files of a folder that contain a secret, in any common encoding. */
export async function secretsInFiles(folder: string, secrets: Iterable<string>): Promise<string[]> {
  const files = await filesIn(folder);
  const needles = [...new Set(secrets)].flatMap((secret) => formsOf(secret));
  return files.flatMap(({ path, content }) =>
    needles.filter(({ bytes }) => content.includes(bytes)).map(({ form, start }) => `${path}: ${form} of ${start}...`),
  );
}

export function secretsInText(text: string, secrets: Iterable<string>): string[] {
  return [...new Set(secrets)].filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 4)}...`);
}

function formsOf(secret: string): { form: string; start: string; bytes: Buffer }[] {
  const start = secret.slice(0, 4);
  // A secret within base64 can start at three positions of its group, so its first and last characters may differ.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + secret)
      .toString('base64')
      .slice(4, -4),
  );
  return [
    { form: 'UTF-8', start, bytes: Buffer.from(secret) },
    { form: 'UTF-16', start, bytes: Buffer.from(secret, 'utf16le') },
    { form: 'hexadecimal', start, bytes: Buffer.from(Buffer.from(secret).toString('hex')) },
    ...base64.map((text) => ({ form: 'base64', start, bytes: Buffer.from(text) })),
  ];
}

export async function filesIn(folder: string): Promise<{ path: string; content: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, content: await readFile(path).catch(() => Buffer.alloc(0)) })));
}
