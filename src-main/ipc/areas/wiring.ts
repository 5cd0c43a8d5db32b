import * as z from 'zod/mini';
import { programIds, type WiringRequests } from '../../../src-preload/contract/wiring.ts';
import { boundedText, id, noInput, serverRef } from '../../base/schema.ts';
import type { Area } from '../area.ts';

const program = z.enum(programIds);

export const wiring: Area<WiringRequests> = {
  'wiring:list': {
    input: serverRef,
    answer: (services, { session }, { serverId }) => services.wiring.places(session, serverId),
  },
  'wiring:preview': {
    input: z.strictObject({
      program,
      serverId: id,
      name: z.optional(boundedText(100).check(z.minLength(1))),
      isRemoval: z.optional(z.boolean()),
      keepsOther: z.optional(z.boolean()),
    }),
    answer: (services, { session }, input) => services.wiring.preview(session, input),
  },
  'wiring:apply': {
    input: z.strictObject({ previewId: id, startsAtLogin: z.optional(z.boolean()) }),
    async answer(services, { session }, { previewId, startsAtLogin = true }) {
      await services.wiring.apply(session, previewId, { startsAtLogin });
      return undefined;
    },
  },
  'wiring:undo': {
    input: z.strictObject({ program, serverId: id }),
    async answer(services, { session }, input) {
      await services.wiring.undo(session, input);
      return undefined;
    },
  },
  'wiring:vanished': {
    input: noInput,
    answer: (services, { session }) => services.wiring.vanished(session),
  },
  'wiring:leave': {
    input: z.strictObject({ program, serverId: id }),
    async answer(services, { session }, input) {
      await services.wiring.leave(session, input);
      return undefined;
    },
  },
};
