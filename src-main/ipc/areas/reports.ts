import type { ReportRequests } from '../../../src-preload/contract/report.ts';
import { Fault } from '../../base/fault.ts';
import { noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

export const reports: Area<ReportRequests> = {
  'report:describe': {
    input: noInput,
    answer: ({ report: { describe } }) => describe(),
  },
  'report:save': {
    input: noInput,
    async answer({ report: { described }, files }) {
      const file = await files.save('keyfob-report.txt', described());
      return { file: file ?? null };
    },
  },
  'report:open': {
    input: noInput,
    async answer({ report: { open } }) {
      try {
        await open();
      } catch (cause) {
        throw new Fault('browser_not_opened', 'the place for reports was not opened', { cause });
      }
      return null;
    },
  },
  'report:save-parts': {
    input: noInput,
    async answer({ desktop: { parts }, files }) {
      const text = await parts();
      if (text === null) return { state: 'absent' };
      const file = await files.save('keyfob-parts.json', text);
      return { state: file === undefined ? 'cancelled' : 'saved' };
    },
  },
};
