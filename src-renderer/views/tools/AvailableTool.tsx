import { UnstyledButton } from '@mantine/core';
import type { AvailableToolsView } from '../../../src-preload/contract.ts';
import { chooseTool } from '../../stores/tools.ts';
import { select } from '../../stores/window.ts';

/** Opens the tool at its server. */
export function AvailableTool({ tool }: { tool: AvailableToolsView['tools'][number] }) {
  const { serverId, serverName, name, shownName, title, description } = tool;
  return (
    <UnstyledButton
      onClick={() => {
        chooseTool(serverId, name);
        select(serverId, 'tools');
      }}
    >
      <strong>{title ?? shownName ?? name}</strong> <span>{serverName}</span>
      {description && <p>{description}</p>}
    </UnstyledButton>
  );
}
