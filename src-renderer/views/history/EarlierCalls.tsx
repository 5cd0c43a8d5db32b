import { Button } from '@mantine/core';
import { History } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { showCallsOf } from '../../stores/history.ts';

/** Leads to the history, with the calls of one tool. */
export function EarlierCalls({ serverId, tool }: { serverId: string; tool: string }) {
  const t = useTranslations('history');
  return (
    <div>
      <Button
        variant="default"
        leftSection={<History size={14} aria-hidden />}
        onClick={() => showCallsOf(serverId, tool)}
      >
        {t('ofTool')}
      </Button>
    </div>
  );
}
