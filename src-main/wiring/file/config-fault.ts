import { Fault, isFault } from '../../base/fault.ts';

/** What a sentence about the file of a program needs. */
export interface ConfigName {
  /** The program's own name. */
  program: string;
  path: string;
  /** The entry's name. */
  name?: string;
}

/** Names the file in a fault. Other errors stay as they are. */
export function configFault(error: unknown, { program, path, name = '' }: ConfigName): unknown {
  const values = { program, file: path, name };
  return isFault(error) ? new Fault(error.code, error.message, { values, cause: error }) : error;
}
