import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { ForwardingRequests, ForwardingsView } from '../../../src-preload/contract/forwarding.ts';
import { cleanText } from '../../base/clean-text.ts';
import { Fault } from '../../base/fault.ts';
import { boundedText, id, noInput } from '../../base/schema.ts';
import { isAdmin, requireProfile, requireServer, slotOf, type Session } from '../../connections/slot.ts';
import type { Area, Services } from '../area.ts';

/** In characters, as in the window that asks. */
const longestName = 80;

export const forwardings: Area<ForwardingRequests> = {
  'forwardings:list': {
    input: noInput,
    answer: (services, { session }) => forwardingsView(services, session),
  },
  'forwardings:make': {
    input: z.strictObject({
      name: boundedText(longestName).check(z.regex(/\S/)),
      serverIds: z.array(id).check(z.maxLength(1000)),
      rule: z.enum(['all', 'reading']),
    }),
    answer({ context }, { session }, { name, serverIds, rule }) {
      const { store, now } = context;
      requireProfile(store, session);
      const slots = serverIds.map((serverId) => slotOf(session, requireServer(store, session, serverId)));
      if (slots.some(({ profileId }) => profileId === null) && !isAdmin(context, session))
        throw new Fault('forbidden', 'only admins let programs use the shared sign-in');
      return store.transaction(() => {
        const made = store.forwardings.add({
          name: cleanText(name, longestName),
          profileId: session.profileId,
          now: now(),
        });
        for (const { serverId, profileId } of slots)
          store.programGrants.save({
            programId: made.id,
            serverId,
            profileId,
            answer: 'always',
            tools: { rule, allowed: [] },
            grantedBy: session.profileId,
            now: now(),
          });
        return { id: made.id, key: made.key.reveal() };
      });
    },
  },
  'forwardings:revoke': {
    input: z.strictObject({ id }),
    async answer(services, { session }, input) {
      const { forwardings: kept } = services.context.store;
      if (kept.list(session.profileId).some((one) => one.id === input.id) && kept.remove(input.id))
        await services.agents.closeRevoked();
      return forwardingsView(services, session);
    },
  },
};

/** Those that the profile made. */
function forwardingsView({ context, agents }: Services, { profileId }: Session): ForwardingsView {
  const { store } = context;
  const grants = store.programGrants.list().filter(({ answer }) => answer === 'always');
  const connected = agents.connected();
  const connector = agents.connector();
  return {
    forwardings: store.forwardings.list(profileId).map(({ id: own, name, pattern, createdAt, lastUsed }) => {
      const mine = grants.filter(({ programId }) => programId === own);
      const used = [lastUsed, ...mine.map((one) => one.lastUsed)].filter((at) => at !== null);
      return {
        id: own,
        name: cleanText(name, longestName),
        createdAt,
        lastUsed: used.length > 0 ? Math.max(...used) : null,
        servers: mine.map(({ server }) => server),
        connected: connected.filter((one) => one.pattern === pattern).length,
      };
    }),
    connector,
    socket: join(dirname(dirname(connector)), 'run', 'agent.sock'),
  };
}
