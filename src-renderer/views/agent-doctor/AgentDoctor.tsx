import '@mantine/core/styles.layer.css';
import { Button, Loader, Modal, NativeSelect } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { ProgramId } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import { useServers } from '../../stores/servers.ts';
import { closeDialog } from '../../stores/window.ts';
import { useWatchedPlaces } from '../../stores/wiring.ts';
import { Checks } from './Checks.tsx';
import { useAgentReport } from './use-agent-report.ts';

interface Props {
  serverId?: string | undefined;
  program?: ProgramId | undefined;
}

/** Why a server does not work in a program: the user picks both, and each part of the way between them is looked at. */
export default function AgentDoctor(first: Props) {
  const t = useTranslations('agentDoctor');
  const locale = useLocale();
  const servers = useServers((state) => state.servers);
  const ordered = useMemo(
    () => Object.values(servers).toSorted((a, b) => a.name.localeCompare(b.name, locale)),
    [servers, locale],
  );
  const [serverId, setServerId] = useState(first.serverId ?? ordered[0]?.id);
  const server = serverId === undefined ? undefined : servers[serverId];
  return (
    <Modal
      opened
      size={680}
      onClose={closeDialog}
      title={t('title')}
      closeButtonProps={{ 'aria-label': t('close') }}
      classNames={{ content: shared['withFoot'] ?? '' }}
    >
      {server ? (
        <div className={shared['form']}>
          <NativeSelect
            label={t('server')}
            value={server.id}
            onChange={(event) => setServerId(event.currentTarget.value)}
            data={ordered.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <OfServer key={server.id} serverId={server.id} first={first.program} />
        </div>
      ) : (
        <p>{t('noServers')}</p>
      )}
    </Modal>
  );
}

function OfServer({ serverId, first }: { serverId: string; first: ProgramId | undefined }) {
  const t = useTranslations('agentDoctor');
  const server = useServers((state) => state.servers[serverId]);
  const { places, error } = useWatchedPlaces(serverId);
  const [chosen, setChosen] = useState(first);
  // Those that use the server come first, then those of this computer.
  const likely = places?.find(({ state }) => state !== 'absent') ?? places?.find(({ isInstalled }) => isInstalled);
  const program = chosen ?? likely?.program ?? places?.[0]?.program;
  const examined = useAgentReport(program, serverId);
  const { report, isLooking, look } = examined;
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(isLooking), 300);
    return () => clearTimeout(timer);
  }, [isLooking]);
  if (!places || !server || program === undefined)
    return error ? (
      <ErrorNote error={error} />
    ) : (
      <p>
        <Loader size={12} aria-hidden /> {t('looking')}
      </p>
    );
  return (
    <>
      <NativeSelect
        label={t('program')}
        value={program}
        onChange={(event) => setChosen(event.currentTarget.value as ProgramId)}
        data={places.map((place) => ({ value: place.program, label: place.name }))}
      />
      {examined.error && <ErrorNote error={examined.error} onRetry={look} />}
      {report && <Checks server={server} report={report} onMended={look} />}
      <div className={shared['dialogFoot']}>
        <Button variant="default" loading={isLooking && isSlow} onClick={look}>
          {t('again')}
        </Button>
        <Button onClick={closeDialog}>{t('close')}</Button>
      </div>
    </>
  );
}
