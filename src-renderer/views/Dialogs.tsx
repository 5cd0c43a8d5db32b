import { lazy, Suspense, useEffect } from 'react';
import { restoreFocus } from '../stores/focus.ts';
import { useServers } from '../stores/servers.ts';
import { useWindow } from '../stores/window.ts';

const AgentDoctor = lazy(() => import('./agent-doctor/AgentDoctor.tsx'));
const AddServer = lazy(() => import('./add/AddServer.tsx'));
const Forwardings = lazy(() => import('./forwardings/Forwardings.tsx'));
const ImportServers = lazy(() => import('./import/ImportServers.tsx'));
const ConfirmRun = lazy(() => import('./tools/ConfirmRun.tsx'));
const Credentials = lazy(() => import('./people/Credentials.tsx'));
const EnterKey = lazy(() => import('./server/EnterKey.tsx'));
const GrantTools = lazy(() => import('./grant-tools/GrantTools.tsx'));
const EditServer = lazy(() => import('./server/EditServer.tsx'));
const Palette = lazy(() => import('./palette/Palette.tsx'));
const People = lazy(() => import('./people/People.tsx'));
const ReportProblem = lazy(() => import('./preferences/ReportProblem.tsx'));
const Review = lazy(() => import('./server/Review.tsx'));
const RemoveServer = lazy(() => import('./server/RemoveServer.tsx'));
const UseIn = lazy(() => import('./use-in/UseIn.tsx'));

/** The open dialog, if any. Its code is loaded when it is first opened. */
export function Dialogs() {
  const dialog = useWindow((state) => state.dialog);
  const server = useServers(({ servers }) =>
    dialog && 'serverId' in dialog && dialog.serverId !== undefined ? servers[dialog.serverId] : undefined,
  );
  const isOpen = dialog !== null;
  // Mantine returns the focus only for dialogs that stay mounted; these are unmounted.
  useEffect(() => (isOpen ? () => restoreFocus('dialog') : undefined), [isOpen]);
  return (
    <Suspense fallback={null}>
      {dialog?.kind === 'add' && <AddServer key={dialog.preview?.previewId} dropped={dialog.preview} />}
      {dialog?.kind === 'import' && <ImportServers key={dialog.preview?.previewId} given={dialog.preview} />}
      {dialog?.kind === 'palette' && <Palette />}
      {dialog?.kind === 'people' && <People />}
      {dialog?.kind === 'forwardings' && <Forwardings />}
      {dialog?.kind === 'report' && <ReportProblem />}
      {dialog?.kind === 'credentials' && server && <Credentials server={server} />}
      {(dialog?.kind === 'name' || dialog?.kind === 'address') && server && (
        <EditServer server={server} field={dialog.kind} />
      )}
      {dialog?.kind === 'key' && server && <EnterKey server={server} />}
      {dialog?.kind === 'review' && server && <Review server={server} call={dialog.call} />}
      {dialog?.kind === 'run' && server && <ConfirmRun server={server} call={dialog.call} />}
      {dialog?.kind === 'grant-tools' && <GrantTools slot={dialog} />}
      {dialog?.kind === 'use-in' && server && (
        <UseIn server={server} program={dialog.program} fromDoctor={dialog.fromDoctor} />
      )}
      {dialog?.kind === 'agent-doctor' && <AgentDoctor serverId={dialog.serverId} program={dialog.program} />}
      {dialog?.kind === 'remove' && server && <RemoveServer server={server} />}
    </Suspense>
  );
}
