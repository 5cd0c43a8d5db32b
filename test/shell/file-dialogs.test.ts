import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenDialogOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { fileDialogs } from '../../src-main/shell/file-dialogs.ts';
import { fault } from '../support/faults.ts';
import { temporaryFolder } from '../support/keyfob.ts';

/** Dialogs in which the user picks this file, or cancels, and what was asked of Electron. */
function start(picked: string | null, folder: () => string = () => '/home/ann/Documents') {
  const asked: OpenDialogOptions[] = [];
  const dialog = {
    showSaveDialog: () => expect.unreachable(),
    async showOpenDialog(options: OpenDialogOptions) {
      asked.push(options);
      return { canceled: picked === null, filePaths: picked === null ? [] : [picked] };
    },
  };
  return { asked, files: fileDialogs(dialog, { folder, largestFile: 1000 }) };
}

function file(name: string, contents: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, contents);
  return path;
}

describe('the dialog for certificates', () => {
  it('returns the bytes of the file, whatever they are', async () => {
    const { asked, files } = start(file('corp.der', Uint8Array.of(0x30, 0x82, 0xff)));
    expect(Uint8Array.from((await files.openCertificates()) ?? [])).toEqual(Uint8Array.of(0x30, 0x82, 0xff));
    expect(asked).toEqual([
      {
        defaultPath: '/home/ann/Documents',
        filters: [
          { name: 'PEM, DER', extensions: ['pem', 'crt', 'cer', 'der'] },
          { name: '*', extensions: ['*'] },
        ],
        properties: ['openFile'],
      },
    ]);
  });

  it('returns nothing where the user cancels', async () => {
    expect(await start(null).files.openCertificates()).toBeNull();
  });

  it('refuses a file that is too large, and one that is gone', async () => {
    const large = file('large.pem', '');
    truncateSync(large, 1001);
    await expect(start(large).files.openCertificates()).rejects.toEqual(fault('file_invalid'));
    await expect(start('/nowhere.pem').files.openCertificates()).rejects.toEqual(fault('file_invalid'));
    truncateSync(large, 1000);
    expect(await start(large).files.openCertificates()).toHaveLength(1000);
  });
});

describe('the dialog for a file that is read later', () => {
  it('returns its path, shows hidden files, and remembers that the user chose it', async () => {
    const { asked, files } = start('/home/ann/.secrets/token');
    expect(files.isChosen('/home/ann/.secrets/token')).toBe(false);
    expect(await files.choose()).toBe('/home/ann/.secrets/token');
    expect(files.isChosen('/home/ann/.secrets/token')).toBe(true);
    expect(files.isChosen('/home/ann/.secrets/other')).toBe(false);
    expect(asked).toEqual([{ defaultPath: '/home/ann/Documents', properties: ['openFile', 'showHiddenFiles'] }]);
  });

  it('returns nothing where the user cancels, and remembers nothing', async () => {
    const { files } = start(null);
    expect(await files.choose()).toBeNull();
    expect(files.isChosen('')).toBe(false);
  });

  it('opens without a folder where Windows has no documents', async () => {
    const { asked, files } = start('C:\\token', () => {
      throw new Error("Failed to get 'documents' path");
    });
    expect(await files.choose()).toBe('C:\\token');
    expect(asked).toEqual([{ properties: ['openFile', 'showHiddenFiles'] }]);
  });
});
