import '@mantine/core/styles.layer.css';
import { Button, Loader, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { GrantTool, GrantView, ToolScope } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { changePrograms, useWatchedPrograms } from '../../stores/programs.ts';
import { closeDialog } from '../../stores/window.ts';
import { useProgramWords } from '../../words/use-program-words.ts';
import { NotAsked } from './NotAsked.tsx';
import { RuleChoice } from './RuleChoice.tsx';
import { scopeFor } from './scope-for.ts';
import { ToolChanges } from './ToolChanges.tsx';
import { ToolChoice } from './ToolChoice.tsx';

type Slot = Pick<GrantView, 'programId' | 'serverId' | 'profileId'>;

/** Which tools of a server a program may use, and the new and changed ones that wait for the user. */
export default function GrantTools({ slot }: { slot: Slot }) {
  const t = useTranslations('programs.toolsOfGrant');
  const words = useProgramWords();
  const { view } = useWatchedPrograms();
  const { programId, serverId, profileId } = slot;
  const program = view?.programs.find(({ id }) => id === programId);
  const grant = program?.grants.find((one) => one.serverId === serverId && one.profileId === profileId);
  const values = { program: words.name(program?.name ?? ''), server: grant?.server ?? '' };
  return (
    <Modal
      opened
      size={680}
      onClose={closeDialog}
      title={grant ? t('title', values) : t('loading')}
      closeButtonProps={{ 'aria-label': t('close') }}
      classNames={{ content: shared['withFoot'] ?? '' }}
    >
      {grant && <Editor grant={grant} values={values} />}
      {view && !grant && <p>{t('gone')}</p>}
    </Modal>
  );
}

function Editor({ grant, values }: { grant: GrantView; values: { program: string; server: string } }) {
  const t = useTranslations('programs.toolsOfGrant');
  const { programId, serverId, profileId, tools: saved } = grant;
  const [tools, setTools] = useState<GrantTool[] | null>(null);
  const [scope, setScope] = useState<ToolScope>(saved);
  const loading = useRequest();
  const saving = useRequest();
  const { send: load } = loading;
  const [round, setRound] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    void load(() => request('programs:tools', { programId, serverId, profileId })).then((result) => {
      if (isCurrent && result.ok) setTools(result.value.tools);
    });
    return () => {
      isCurrent = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `load` is new in each render
  }, [programId, serverId, profileId, round]);

  const save = async () => {
    const asked = () => changePrograms(request('programs:set-tools', { programId, serverId, profileId, tools: scope }));
    if ((await saving.send(asked)).ok) closeDialog();
  };
  return (
    <div className={shared['form']}>
      <ToolChanges
        serverId={serverId}
        profileId={profileId}
        server={values.server}
        onApproved={() => setRound(round + 1)}
      />
      <RuleChoice
        rule={scope.rule}
        server={values.server}
        onChoose={(rule) => setScope(scopeFor(rule, saved, tools ?? []))}
      />
      {loading.error && <ErrorNote error={loading.error} onRetry={() => setRound(round + 1)} />}
      {scope.rule === 'chosen' && !tools && !loading.error && (
        <p>
          <Loader size={12} aria-hidden /> {t('loadingTools', values)}
        </p>
      )}
      {scope.rule === 'chosen' && tools && (
        <ToolChoice
          tools={tools}
          allowed={scope.allowed}
          server={values.server}
          onChange={(allowed) => setScope({ rule: 'chosen', allowed })}
        />
      )}
      {scope.rule !== 'chosen' && scope.rule !== 'all' && scope.allowed.length > 0 && (
        <NotAsked allowed={scope.allowed} onChange={(allowed) => setScope({ ...scope, allowed })} />
      )}
      {saving.error && <ErrorNote error={saving.error} />}
      <div className={shared['dialogFoot']}>
        <Button variant="default" onClick={closeDialog}>
          {t('cancel')}
        </Button>
        <Button
          loading={saving.waiting}
          // Chosen tools are not known before the list is there.
          disabled={scope.rule === 'chosen' && !tools}
          onClick={() => void save()}
        >
          {t('save')}
        </Button>
      </div>
    </div>
  );
}
