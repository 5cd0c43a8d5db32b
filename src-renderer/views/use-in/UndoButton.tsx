import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView, WiringPlace } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { loadPlaces } from '../../stores/wiring.ts';
import type { MadeChange } from './changes.ts';

interface Props {
  server: ServerView;
  place: WiringPlace;
  onUndone: (made: MadeChange) => void;
}

/** Puts back what the program's file had before Keyfob changed it. */
export function UndoButton({ server, place, onUndone }: Props) {
  const t = useTranslations('useIn');
  const { waiting, error, send } = useRequest();
  const { program, name } = place;
  const undo = async () => {
    const result = await send(() => request('wiring:undo', { program, serverId: server.id }));
    if (!result.ok) return;
    await loadPlaces(server.id);
    onUndone({ kind: 'undone', program, name, needsRestart: true });
  };
  return (
    <>
      <Button
        variant="default"
        loading={waiting}
        aria-label={t('undoIn', { program: name })}
        onClick={() => void undo()}
      >
        {t('undo')}
      </Button>
      {error && <ErrorNote error={error} server={server} />}
    </>
  );
}
