import * as z from 'zod/mini';
import type { ServerRequests } from '../../../src-preload/contract/server.ts';
import { serverView, serverViews } from '../../connections/connection-view.ts';
import {
  addServer,
  changeServerAddress,
  removeServer,
  renameServer,
  setServerEnabled,
} from '../../connections/servers/servers.ts';
import { changeSettings, publicKeyOf, settingsCost, settingsView } from '../../connections/servers/settings.ts';
import type { Area, Files } from '../area.ts';
import { Fault } from '../../base/fault.ts';
import { address, id, noInput, serverRef, boundedText } from '../../base/schema.ts';
import { viewFor } from '../server-view-for.ts';
import { settingChanges } from '../../connections/servers/setting-fields.ts';

/** A file that is read later and sent: only one that the user chose in the dialog, or that is set already. */
function requireChosen({ isChosen }: Files, path: string | null | undefined, before: string | null): void {
  if (typeof path !== 'string' || path === before || isChosen(path)) return;
  throw new Fault('request_invalid', 'the user did not choose this file', { values: { field: 'assertionFile' } });
}

export const servers: Area<ServerRequests> = {
  'servers:list': {
    input: noInput,
    answer: ({ context }, { session }) => serverViews(context, session),
  },
  'servers:add': {
    input: z.strictObject({ url: address, name: z.exactOptional(boundedText(400)) }),
    answer: ({ context }, { session }, input) => serverView(context, session, addServer(context, session, input)),
  },
  'servers:rename': {
    input: z.strictObject({ serverId: id, name: boundedText(400) }),
    answer({ context }, { session }, { serverId, name }) {
      renameServer(context, session, serverId, name);
      return viewFor(context, session, serverId);
    },
  },
  'servers:change-address': {
    input: z.strictObject({ serverId: id, url: address }),
    async answer({ context }, { session }, { serverId, url }) {
      await changeServerAddress(context, session, serverId, url);
      return viewFor(context, session, serverId);
    },
  },
  'servers:set-enabled': {
    input: z.strictObject({ serverId: id, enabled: z.boolean() }),
    answer({ context }, { session }, { serverId, enabled }) {
      setServerEnabled(context, session, serverId, enabled);
      return viewFor(context, session, serverId);
    },
  },
  'servers:remove': {
    input: z.strictObject({ serverId: id, takesEntries: z.optional(z.boolean()) }),
    async answer({ context, wiring }, { session }, { serverId, takesEntries = false }) {
      if (takesEntries) await wiring.takeOut(session, serverId);
      return { revocation: await removeServer(context, session, serverId) };
    },
  },
  'servers:settings': {
    input: serverRef,
    answer: ({ context }, { session }, { serverId }) => settingsView(context, session, serverId),
  },
  'servers:settings-cost': {
    input: z.strictObject({ serverId: id, changes: settingChanges }),
    answer: async ({ context }, { session }, { serverId, changes }) => ({
      signIns: await settingsCost(context, session, serverId, changes),
    }),
  },
  'servers:change-settings': {
    input: z.strictObject({ serverId: id, changes: settingChanges }),
    async answer({ context, files }, { session }, { serverId, changes }) {
      const { assertionFile } = settingsView(context, session, serverId);
      requireChosen(files, changes.assertionFile, assertionFile);
      await changeSettings(context, session, serverId, changes);
      return settingsView(context, session, serverId);
    },
  },
  'servers:choose-file': {
    input: noInput,
    answer: async ({ files }) => ({ path: await files.choose() }),
  },
  'servers:public-key': {
    input: serverRef,
    answer: async ({ context }, { session }, { serverId }) => ({ jwks: await publicKeyOf(context, session, serverId) }),
  },
};
