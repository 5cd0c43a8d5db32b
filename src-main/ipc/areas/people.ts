import * as z from 'zod/mini';
import type { PeopleRequests } from '../../../src-preload/contract/people.ts';
import { longestSetting } from '../../../src-preload/contract/setting-rules.ts';
import { changeWorkspaceSettings, workspaceSettings } from '../../connections/registration/client-metadata.ts';
import { credentialViews, signOutOther } from '../../connections/people/credentials.ts';
import { createProfile, removeProfile, renameProfile, setRole } from '../../connections/people/profiles.ts';
import {
  createWorkspace,
  removeWorkspace,
  renameWorkspace,
  sessionOf,
  fallbackSession,
} from '../../connections/people/workspaces.ts';
import { Fault } from '../../base/fault.ts';
import type { Area, Requester, Services } from '../area.ts';
import { id, noInput, serverRef, boundedText } from '../../base/schema.ts';

const name = boundedText(400);
const role = z.enum(['admin', 'member']);

export const people: Area<PeopleRequests> = {
  'workspaces:list': {
    input: noInput,
    answer: ({ context: { store } }) =>
      store.workspaces.list().map((workspace) => ({
        id: workspace.id,
        name: workspace.name,
        profiles: store.profiles.list(workspace.id).map((profile) => ({
          id: profile.id,
          name: profile.name,
          role: profile.role,
        })),
      })),
  },
  'workspaces:create': {
    input: z.strictObject({ name, profileName: name }),
    answer: (services, requester, input) =>
      bindSession(services, requester, sessionOf(createWorkspace(services.context, input))),
  },
  'workspaces:rename': {
    input: z.strictObject({ name }),
    answer({ context, describe }, { session }, input) {
      renameWorkspace(context, session, input.name);
      return describe(session);
    },
  },
  'workspaces:settings': {
    input: noInput,
    answer: ({ context }, { session }) => workspaceSettings(context, session),
  },
  'workspaces:change-settings': {
    input: z.strictObject({ clientMetadataUrl: boundedText(longestSetting.clientMetadataUrl) }),
    answer({ context }, { session }, input) {
      changeWorkspaceSettings(context, session, input);
      return workspaceSettings(context, session);
    },
  },
  'workspaces:remove': {
    input: noInput,
    async answer(services, requester) {
      await removeWorkspace(services.context, requester.session);
      return bindSession(services, requester, fallbackSession(services.context, requester.session));
    },
  },
  'profiles:create': {
    input: z.strictObject({ name, role }),
    answer({ context }, { session }, input) {
      const profile = createProfile(context, session, input);
      return { id: profile.id, name: profile.name, role: profile.role };
    },
  },
  'profiles:rename': {
    input: z.strictObject({ profileId: id, name }),
    answer({ context }, { session }, input) {
      renameProfile(context, session, input.profileId, input.name);
      return null;
    },
  },
  'profiles:set-role': {
    input: z.strictObject({ profileId: id, role }),
    answer({ context }, { session }, input) {
      setRole(context, session, input.profileId, input.role);
      return null;
    },
  },
  'profiles:remove': {
    input: z.strictObject({ profileId: id }),
    async answer({ context }, { session }, { profileId }) {
      await removeProfile(context, session, profileId);
      return null;
    },
  },
  'profiles:switch': {
    input: z.strictObject({ profileId: id }),
    answer(services, requester, { profileId }) {
      const profile = services.context.store.profiles.get(profileId);
      if (!profile) throw new Fault('profile_not_found', 'no such profile');
      return bindSession(services, requester, sessionOf(profile));
    },
  },
  'credentials:list': {
    input: serverRef,
    answer: ({ context }, { session }, { serverId }) => credentialViews(context, session, serverId),
  },
  'credentials:sign-out': {
    input: z.strictObject({ serverId: id, profileId: z.nullable(id) }),
    answer: async ({ context }, { session }, input) => ({ revocation: await signOutOther(context, session, input) }),
  },
};

/** Switches the window to another profile, for the next start too. */
function bindSession({ context, describe }: Services, { bind }: Requester, session: Requester['session']) {
  bind(session);
  context.store.profiles.use(session.profileId, context.now());
  return describe(session);
}
