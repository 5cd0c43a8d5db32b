/** A command as it is typed into a shell (POSIX.1-2024, 2.2.2 Single-Quotes). */
export function commandLine(command: readonly string[]): string {
  return command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
