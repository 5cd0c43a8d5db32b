import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../base/fault.ts';
import { replaceFile } from '../../store/replace-file.ts';
import { readConfig, type ConfigText } from './read-config.ts';

/** A new file is the user's alone, because settings of programs hold credentials. */
const newMode = 0o600;

/**
 * Replaces a file atomically with `text`, or deletes it where that is null, if it is still byte for byte as it was
 * read. A symbolic link stays, and the file keeps its mode, its owner and its group. Throws `config_changed`, and what
 * the file system throws; nothing has changed then.
 */
export async function writeConfig(config: ConfigText, text: string | null): Promise<void> {
  await refuseChanged(config);
  if (text === null) return rm(config.realPath, { force: true });
  const { realPath } = config;
  await mkdir(dirname(realPath), { recursive: true, mode: 0o700 });
  const before = config.bytes ? await stat(realPath) : undefined;
  const temporary = join(dirname(realPath), `.${basename(realPath)}.keyfob-${randomBytes(4).toString('hex')}`);
  try {
    await writeNew(temporary, text, before);
    // The file may have changed meanwhile.
    await refuseChanged(config);
    replaceFile(temporary, realPath);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeNew(path: string, text: string, like: Stats | undefined): Promise<void> {
  const file = await open(path, 'wx', newMode);
  try {
    await file.writeFile(text);
    if (!like) return;
    const made = await file.stat();
    if (made.uid !== like.uid || made.gid !== like.gid) await file.chown(like.uid, like.gid);
    await file.chmod(like.mode & 0o7777);
  } finally {
    await file.close();
  }
}

/** Throws `config_changed` unless the file is as it was read. */
export async function refuseChanged({ path, realPath, bytes }: ConfigText): Promise<void> {
  const now = await readConfig(path).catch((cause: unknown) => {
    throw new Fault('config_changed', 'the file can no longer be read', { cause });
  });
  const isSame = now.realPath === realPath && (bytes && now.bytes ? bytes.equals(now.bytes) : bytes === now.bytes);
  if (!isSame) throw new Fault('config_changed', 'the file has changed');
}
