import * as z from 'zod/mini';
import { historyTimes } from '../../../src-preload/contract/history.ts';
import type { PreferenceRequests } from '../../../src-preload/contract/preferences.ts';
import { Fault, isFault } from '../../base/fault.ts';
import { noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

const flag = z.exactOptional(z.boolean());

export const desktop: Area<PreferenceRequests> = {
  'desktop:describe': {
    input: noInput,
    answer: ({ desktop: { describe } }) => describe(),
  },
  'preferences:change': {
    input: z.strictObject({
      language: z.exactOptional(z.enum(['system', 'en', 'vi', 'zh'])),
      theme: z.exactOptional(z.enum(['system', 'light', 'dark'])),
      startAtLogin: flag,
      keepInTray: flag,
      notifications: flag,
      checkForUpdates: flag,
      lockAfter: z.exactOptional(z.literal([0, 1, 5, 15, 60])),
      history: z.exactOptional(z.literal(historyTimes)),
      historyOfAgents: flag,
    }),
    answer({ desktop: { change } }, _requester, changes) {
      try {
        return change(changes);
      } catch (cause) {
        if (isFault(cause, 'managed')) throw cause;
        throw new Fault('file_not_written', 'preferences were not kept', { cause });
      }
    },
  },
  'desktop:open-folder': {
    input: noInput,
    async answer({ desktop: { openFolder } }) {
      await openFolder();
      return null;
    },
  },
  'desktop:licences': {
    input: noInput,
    answer: async ({ desktop: { licences } }) => ({ text: await licences() }),
  },
};
