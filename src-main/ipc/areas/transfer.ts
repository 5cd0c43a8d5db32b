import * as z from 'zod/mini';
import type { TransferRequests } from '../../../src-preload/contract/transfer.ts';
import { exportServers } from '../../connections/servers/export-servers.ts';
import { signInSettings } from '../../connections/servers/setting-fields.ts';
import { mostServers, readDocument } from '../../connections/servers/servers-document.ts';
import { Fault } from '../../base/fault.ts';
import { boundedText, id, noInput } from '../../base/schema.ts';
import type { ImportSource } from '../../connections/servers/import-servers.ts';
import type { Area, Services } from '../area.ts';

/** In characters: longer than any document, and read within a second. */
const largestText = 2_000_000;
const largestClipboard = 20_000;

/** A file that Keyfob exported, or any text with servers in it. */
async function sourceIn({ readText }: Services, text: string, name: string): Promise<ImportSource> {
  try {
    return { name, servers: readDocument(text) };
  } catch (error) {
    if (text.length > largestText || !(error instanceof Fault) || error.code !== 'file_invalid') throw error;
    const found = await readText(text);
    if (found.servers.length === 0 && !found.local?.length) throw error;
    return { name, ...found };
  }
}

const index = z.int().check(z.minimum(0));

export const transfer: Area<TransferRequests> = {
  'servers:export': {
    input: noInput,
    async answer({ context, files }, { session }) {
      const { text, count } = exportServers(context, session);
      const file = await files.save('keyfob-servers.json', text);
      return file === undefined ? null : { file, count };
    },
  },
  'import:from-file': {
    input: noInput,
    async answer(services, { session }) {
      const file = await services.files.open();
      return file && services.imports.preview(session, [await sourceIn(services, file.text, file.name)]);
    },
  },
  'import:from-text': {
    input: z.strictObject({ text: boundedText(largestText), name: z.exactOptional(boundedText(400)) }),
    answer: async (services, { session }, { text, name = '' }) =>
      services.imports.preview(session, [await sourceIn(services, text, name)]),
  },
  'import:from-clipboard': {
    input: noInput,
    async answer(services, { session }) {
      const text = await services.clipboardText();
      // Words alone may be a password; and a long text is no address.
      if (text.length > largestClipboard || !text.includes('://')) return null;
      const found = await services.readText(text).catch(() => null);
      if (!found) return null;
      const preview = services.imports.preview(session, [{ name: '', ...found }]);
      const isNew = preview.sources.some(({ entries }) => entries.some(({ state }) => state === 'new'));
      return isNew ? preview : null;
    },
  },
  'import:from-programs': {
    input: noInput,
    answer: async ({ imports, programs }, { session }) => imports.preview(session, await programs()),
  },
  'import:add': {
    input: z.strictObject({
      previewId: id,
      indexes: z.array(index).check(z.maxLength(mostServers)),
      agreed: z.exactOptional(
        z.array(z.strictObject({ index, settings: signInSettings })).check(z.maxLength(mostServers)),
      ),
    }),
    answer: ({ imports }, { session }, { previewId, indexes, agreed }) =>
      imports.add(session, previewId, indexes, agreed),
  },
};
