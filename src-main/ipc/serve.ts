import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { RequestName, Result } from '../../src-preload/contract.ts';
import { requestNames } from '../../src-preload/contract/permissions.ts';

export type Respond = (name: RequestName, event: IpcMainInvokeEvent, input: unknown) => Promise<Result<unknown>>;

/**
 * Registers all channels of the contract. The handlers are loaded later, because the first window does not need them.
 */
export function serve(ipcMain: Pick<IpcMain, 'handle'>, respond: Respond): void {
  for (const name of requestNames as ReadonlySet<RequestName>)
    ipcMain.handle(name, (event, input: unknown) => respond(name, event, input));
}
