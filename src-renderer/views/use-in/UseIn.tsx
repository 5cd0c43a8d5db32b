import '@mantine/core/styles.layer.css';
import { Loader, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ProgramId, ServerView, WiringPreview } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import { endOffer, loadPlaces, useWatchedPlaces } from '../../stores/wiring.ts';
import { closeDialog, openDialog } from '../../stores/window.ts';
import { ChangeMade } from './ChangeMade.tsx';
import type { MadeChange, WantedChange } from './changes.ts';
import { OtherProgram } from './OtherProgram.tsx';
import { Places } from './Places.tsx';
import { Preview } from './Preview.tsx';

interface Props {
  server: ServerView;
  /** Shows the change for this program at once. */
  program?: ProgramId | undefined;
  /** The doctor opened it, and is shown again afterwards. */
  fromDoctor?: boolean | undefined;
}

/** Lets programs of this computer use a server: all programs, and the change of one's settings before it is made. */
export default function UseIn({ server, program, fromDoctor = false }: Props) {
  const t = useTranslations('useIn');
  const { id: serverId, name } = server;
  const { places, error } = useWatchedPlaces(serverId);
  const [wanted, setWanted] = useState<WantedChange | null>(program ? { program, isRemoval: false } : null);
  const [made, setMade] = useState<MadeChange | null>(null);
  const content = useRef<HTMLDivElement>(null);
  const last = useRef<ProgramId | null>(null);
  const place = wanted && places?.find((one) => one.program === wanted.program);

  useEffect(() => {
    if (wanted) last.current = wanted.program;
    // Back in the list, the focus returns to the program that was shown.
    else content.current?.querySelector<HTMLElement>(`[data-program="${last.current ?? ''}"] button`)?.focus();
  }, [wanted]);

  const leave = () => {
    if (fromDoctor) openDialog({ kind: 'agent-doctor', serverId, program });
    else setWanted(null);
  };
  const onMade = async ({ isRemoval, program: changed, name: programName, needsRestart }: WiringPreview) => {
    endOffer(serverId);
    await loadPlaces(serverId);
    setMade({ kind: isRemoval ? 'removed' : 'added', program: changed, name: programName, needsRestart });
    leave();
  };
  const title = place
    ? t(wanted.isRemoval ? 'titleRemove' : 'titleIn', { server: name, program: place.name })
    : t('titleAll', { server: name });
  return (
    <Modal
      opened
      size={680}
      onClose={closeDialog}
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
      classNames={{ content: shared['withFoot'] ?? '' }}
    >
      <div ref={content} className={shared['form']}>
        {!places && !error && (
          <p>
            <Loader size={12} aria-hidden /> {t('loading')}
          </p>
        )}
        {error && <ErrorNote error={error} onRetry={() => void loadPlaces(serverId)} />}
        {/* It is there before its text, so that the text is read out. */}
        <div role="status">
          {made && places && !place && <ChangeMade server={server} made={made} places={places} onUndone={setMade} />}
        </div>
        {places && place && (
          <Preview
            key={`${place.program} ${String(wanted.isRemoval)}`}
            server={server}
            place={place}
            title={title}
            isRemoval={wanted.isRemoval}
            onLeave={leave}
            onMade={(preview) => void onMade(preview)}
          />
        )}
        {places && !place && (
          <>
            <Places server={server} places={places} onWant={setWanted} onUndone={setMade} />
            <OtherProgram serverId={serverId} />
          </>
        )}
      </div>
    </Modal>
  );
}
