import * as z from 'zod/mini';
import type { TransferRequests } from '../../../src-preload/contract/transfer.ts';
import { exportServers } from '../../connections/servers/export-servers.ts';
import { signInSettings } from '../../connections/servers/setting-fields.ts';
import { mostServers, readDocument } from '../../connections/servers/servers-document.ts';
import { id, noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

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
    async answer({ files, imports }, { session }) {
      const file = await files.open();
      return file && imports.preview(session, [{ name: file.name, servers: readDocument(file.text) }]);
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
