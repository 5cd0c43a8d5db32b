import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Dialog } from 'electron';
import { Fault } from '../base/fault.ts';

const filterOf = (ending: string) => [{ name: ending.toUpperCase(), extensions: [ending] }];

/**
 * Electron's file dialogs. They start in `folder`, which is asked for when one opens, or where the system likes if that
 * throws: Windows has no documents folder where it was deleted or cannot be reached (electron/electron#30675). They
 * refuse files larger than `largestFile` bytes.
 */
export function fileDialogs(
  dialog: Pick<Dialog, 'showSaveDialog' | 'showOpenDialog'>,
  { folder, largestFile }: { folder: () => string; largestFile: number },
) {
  const chosen = new Set<string>();
  const start = (...names: [] | [name: string]) => {
    try {
      return { defaultPath: join(folder(), ...names) };
    } catch {
      const [name] = names;
      return name === undefined ? {} : { defaultPath: name };
    }
  };
  return {
    async save(suggestedName: string, contents: string | Uint8Array): Promise<string | undefined> {
      const { filePath } = await dialog.showSaveDialog({
        ...start(suggestedName),
        filters: filterOf(extname(suggestedName).slice(1)),
      });
      if (!filePath) return undefined;
      try {
        await writeFile(filePath, contents, { mode: 0o600 });
      } catch (cause) {
        throw new Fault('file_not_written', 'the file could not be written', { cause });
      }
      return filePath;
    },

    async open(): Promise<{ name: string; text: string } | null> {
      const { filePaths } = await dialog.showOpenDialog({
        ...start(),
        // Settings of any program, and documents.
        filters: [
          { name: 'JSON, TOML, YAML, Markdown', extensions: ['json', 'jsonc', 'toml', 'yaml', 'yml', 'md', 'txt'] },
          { name: '*', extensions: ['*'] },
        ],
        properties: ['openFile'],
      });
      const [file] = filePaths;
      return file === undefined ? null : { name: basename(file), text: await readText(file, largestFile) };
    },

    async openCertificates(): Promise<Uint8Array | null> {
      const { filePaths } = await dialog.showOpenDialog({
        ...start(),
        filters: [
          { name: 'PEM, DER', extensions: ['pem', 'crt', 'cer', 'der'] },
          { name: '*', extensions: ['*'] },
        ],
        properties: ['openFile'],
      });
      const [file] = filePaths;
      return file === undefined ? null : readBytes(file, largestFile);
    },

    async choose(): Promise<string | null> {
      const { filePaths } = await dialog.showOpenDialog({
        ...start(),
        properties: ['openFile', 'showHiddenFiles'],
      });
      const [file = null] = filePaths;
      if (file !== null) chosen.add(file);
      return file;
    },

    isChosen: (path: string): boolean => chosen.has(path),
  };
}

async function readText(file: string, largestFile: number): Promise<string> {
  const bytes = await readBytes(file, largestFile);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('file_invalid', 'the file is not text', { cause });
  }
}

async function readBytes(file: string, largestFile: number): Promise<Uint8Array> {
  try {
    if ((await stat(file)).size > largestFile) throw new Error('too large');
    return await readFile(file);
  } catch (cause) {
    throw new Fault('file_invalid', 'the file could not be read', { cause });
  }
}
