import * as z from 'zod/mini';
import type { CommandPathRequests } from '../../../src-preload/contract/command-path.ts';
import { boundedText, noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

/** In characters: longer than any path of a file. */
const longestPath = 4096;

export const commandPath: Area<CommandPathRequests> = {
  'command-path:describe': {
    input: noInput,
    answer: (services) => services.commandPath.describe(),
  },
  'command-path:add': {
    input: z.strictObject({ profile: z.nullable(boundedText(longestPath)) }),
    answer: (services, _requester, { profile }) => services.commandPath.add(profile),
  },
  'command-path:remove': {
    input: noInput,
    answer: (services) => services.commandPath.remove(),
  },
};
