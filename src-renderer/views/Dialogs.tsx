import { lazy, Suspense } from 'react';
import { useServers } from '../stores/servers.ts';
import { useWindow } from '../stores/window.ts';

const AddServer = lazy(() => import('./AddServer.tsx'));
const RenameServer = lazy(() => import('./RenameServer.tsx'));
const RemoveServer = lazy(() => import('./RemoveServer.tsx'));

/** The one open dialog. Its code is read when it is first opened. */
export function Dialogs() {
  const dialog = useWindow((state) => state.dialog);
  const server = useServers(({ servers }) => (dialog && dialog.kind !== 'add' ? servers[dialog.serverId] : undefined));
  return (
    <Suspense fallback={null}>
      {dialog?.kind === 'add' && <AddServer address={dialog.address} />}
      {dialog?.kind === 'rename' && server && <RenameServer server={server} />}
      {dialog?.kind === 'remove' && server && <RemoveServer server={server} />}
    </Suspense>
  );
}
