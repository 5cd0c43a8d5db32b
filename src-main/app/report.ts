import { problemReport } from './problem-report.ts';
import type { ReportView } from '../../src-preload/contract.ts';

interface ReportParts {
  facts: () => Promise<Parameters<typeof problemReport>[0]>;
  /** Where this build wants reports to go, from package.json; empty: nowhere. */
  support: { issues: string; mail: string };
  /** Rejects if nothing opens. */
  openExternal: (address: string) => Promise<void>;
}

/** The report of a problem, which the user reads, and sends themselves. */
export interface Report {
  describe: () => Promise<ReportView>;
  /** The text that was described last. */
  described: () => string;
  open: () => Promise<void>;
}

export function reportOf({ facts, support, openExternal }: ReportParts): Report {
  let last = '';
  const place = placeOf(support);
  return {
    async describe() {
      last = await problemReport(await facts());
      return { text: last, place };
    },
    described: () => last,
    async open() {
      if (place) await openExternal(place.kind === 'mail' ? `mailto:${place.address}?subject=Keyfob` : place.address);
    },
  };
}

function placeOf({ issues, mail }: ReportParts['support']): ReportView['place'] {
  if (issues !== '') return { kind: 'issues', address: issues };
  return mail === '' ? null : { kind: 'mail', address: mail };
}
