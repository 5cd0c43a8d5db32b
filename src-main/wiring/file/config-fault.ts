import { Fault, isFault } from '../../base/fault.ts';
import type { ErrorCode } from '../../../src-preload/contract/error.ts';

/** What a sentence about the file of a program needs. */
export interface ConfigName {
  /** The program's own name. */
  program: string;
  path: string;
  /** The entry's name. */
  name?: string;
}

const codes: Partial<Record<string, ErrorCode>> = {
  EACCES: 'config_forbidden',
  EPERM: 'config_forbidden',
  EROFS: 'config_read_only',
  ENOSPC: 'config_disk_full',
  EDQUOT: 'config_disk_full',
};

/** Names the file in a fault, and gives errors of the file system a code. Other errors stay as they are. */
export function configFault(error: unknown, { program, path, name = '' }: ConfigName): unknown {
  const values = { program, file: path, name };
  if (isFault(error))
    return new Fault(error.code, error.message, { values, serverText: error.serverText, cause: error });
  const code = codes[(error as NodeJS.ErrnoException).code ?? ''];
  return code ? new Fault(code, 'the file of a program cannot be used', { values, cause: error }) : error;
}
