/** A command line as a shell would want it, so that two arguments do not look like one. */
export function shellLine(args: readonly string[]): string {
  return args
    .map((each) => (/^[\w@%+=:,./-]+$/.test(each) ? each : `'${each.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}
