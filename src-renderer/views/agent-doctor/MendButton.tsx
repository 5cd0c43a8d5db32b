import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type {
  AgentFinding,
  AgentRemedy,
  AgentReport,
  RequestName,
  Result,
  ServerView,
} from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { pauseAgents } from '../../stores/agents.ts';
import { signIn } from '../../stores/sign-ins.ts';
import { chooseTool, loadTools } from '../../stores/tools.ts';
import { closeDialog, openDialog, select } from '../../stores/window.ts';

interface Props {
  remedy: AgentRemedy;
  finding: AgentFinding;
  server: ServerView;
  report: AgentReport;
  isFirst: boolean;
  onMended: () => void;
}

/** The request that each remedy makes: what the user may not do is not offered. */
const requests: Partial<Record<AgentRemedy['kind'], RequestName>> = {
  wire: 'connections:connect',
  sign_in: 'connections:connect',
  turn_on: 'servers:set-enabled',
};

/** Where the same dialog does something that has another name. */
const labels: Partial<Record<AgentFinding, 'put_back' | 'replace'>> = {
  entry_vanished: 'put_back',
  entry_other: 'replace',
};

/** What mends a finding, or leads to where it is mended. */
export function MendButton({ remedy, finding, server, report, isFirst, onMended }: Props) {
  const t = useTranslations('agentDoctor');
  const { waiting, error, send } = useRequest();
  const isAllowed = useIsAllowed();
  const needed = requests[remedy.kind];
  if (needed && !isAllowed(needed, server)) return null;
  const ask = async (start: () => Promise<Result<unknown>>) => {
    const result = await send(start);
    if (result.ok) onMended();
  };
  return (
    <>
      <Button
        variant={isFirst ? 'filled' : 'default'}
        loading={waiting}
        onClick={() => actOf(remedy, server, report, ask)}
      >
        {t(`remedy.${labels[finding] ?? remedy.kind}`)}
      </Button>
      {error && <ErrorNote error={error} server={server} />}
    </>
  );
}

/** Shows what the dialog would hide. */
function goTo(...place: Parameters<typeof select>): void {
  closeDialog();
  select(...place);
}

function actOf(
  remedy: AgentRemedy,
  server: ServerView,
  { program }: AgentReport,
  ask: (start: () => Promise<Result<unknown>>) => Promise<void>,
): void {
  const { id: serverId } = server;
  switch (remedy.kind) {
    case 'wire':
      return openDialog({ kind: 'use-in', serverId, program, fromDoctor: true });
    case 'repair':
      return void ask(() => request('doctor:repair'));
    case 'ask_again': {
      const { programId, profileId } = remedy;
      return void ask(() => request('programs:revoke', { programId, serverId, profileId }));
    }
    case 'show_question':
      return void ask(() => request('doctor:show-question'));
    case 'resume':
      return void ask(() => pauseAgents(false));
    case 'sign_in':
      goTo(serverId);
      return void signIn(serverId);
    case 'turn_on':
      return void ask(() => request('servers:set-enabled', { serverId, enabled: true }));
    case 'retry':
      // A server that did not answer keeps its sign-in: any request shows whether it is back.
      if (server.signIn) return void loadTools(serverId, true);
      goTo(serverId);
      return void signIn(serverId);
    case 'try_tool':
      chooseTool(serverId, remedy.tool);
      return goTo(serverId, 'tools');
    case 'open_activity':
      return goTo(serverId, 'activity');
  }
}
