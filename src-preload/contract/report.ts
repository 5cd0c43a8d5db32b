/** What a user may send to those who make Keyfob. */
export interface ReportView {
  /** All of it, as it would be copied or saved. */
  text: string;
  /** Where this build wants reports to go; null if it names no place. */
  place: { kind: 'issues' | 'mail'; address: string } | null;
}

export interface ReportRequests {
  /** Puts a report together; sends nothing. */
  'report:describe': { input: undefined; output: ReportView };
  /** Asks where to save the report that was described last. Null if the user cancelled. */
  'report:save': { input: undefined; output: { file: string | null } };
  /** Opens the place in the browser or the mail program, without the report in it. */
  'report:open': { input: undefined; output: null };
  /** Asks where to save the list of the app's parts (CycloneDX). `absent`: a development build has none. */
  'report:save-parts': { input: undefined; output: { state: 'saved' | 'cancelled' | 'absent' } };
}
