import type { ProgramId } from '../../src-preload/contract.ts';

/** The program whose process starts the servers of an extension. */
const hosts: Partial<Record<ProgramId, string>> = { cline: 'VS Code', continue: 'VS Code' };

/**
 * Whether the name that the system's facts gave a process is that of this program. A name decides nothing: it says
 * which permission and which call the user means.
 */
export function isNamed(program: ProgramId, ownName: string, processName: string): boolean {
  return [ownName, hosts[program]].some(
    (name) => name !== undefined && (processName === name || processName.startsWith(`${name}, `)),
  );
}
