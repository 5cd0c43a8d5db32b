import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { GrantRow } from '../../components/GrantRow.tsx';
import shared from '../../shared.module.css';
import { useChosenProgram, useWatchedPrograms } from '../../stores/programs.ts';
import { useWatchedPlaces } from '../../stores/wiring.ts';
import { showScreen } from '../../stores/window.ts';
import { useProgramWords } from '../../words/use-program-words.ts';
import css from './server-programs.module.css';

/** Up to this many are shown here; the page of programs has all. */
const most = 20;

/** Which programs may use a server, and which are connected to it now. */
export function ServerPrograms({ server }: { server: ServerView }) {
  const t = useTranslations('programs');
  const words = useProgramWords();
  const { view } = useWatchedPrograms();
  const { places, error } = useWatchedPlaces(server.id);
  // Not before the section above is there, which would move this one.
  if (!view || (!places && !error)) return null;
  const grants = view.programs.flatMap((program) =>
    program.grants.filter(({ serverId }) => serverId === server.id).map((grant) => ({ grant, program })),
  );
  const connected = [...view.programs.flatMap(({ name, connections }) => named(name, connections)), ...view.others];
  const now = connected.filter(({ serverId }) => serverId === server.id);
  const names = [...new Set(now.map(({ program }) => words.name(program)))];
  return (
    <section className={css['programs']} aria-labelledby="server-programs">
      <h2 id="server-programs">{t('title')}</h2>
      {names.length > 0 && (
        <p>{t('connectedNow', { names: names.slice(0, most).join(', '), count: Math.max(0, names.length - most) })}</p>
      )}
      {grants.length === 0 && <p className={shared['hint']}>{t('noneFor', { server: server.name })}</p>}
      {grants.length > 0 && (
        <ul>
          {grants.slice(0, most).map(({ grant, program }) => (
            <li key={`${program.id} ${grant.profileId ?? ''}`}>
              <GrantRow grant={grant} title={words.name(program.name)} program={words.name(program.name)} />
            </li>
          ))}
        </ul>
      )}
      {grants.length > 0 && (
        <Button
          variant="subtle"
          className={shared['flush']}
          onClick={() => {
            useChosenProgram.setState({ id: grants[0]?.program.id ?? null });
            showScreen('programs');
          }}
        >
          {t('showAll')}
        </Button>
      )}
    </section>
  );
}

const named = <Connection extends object>(program: string, connections: readonly Connection[]) =>
  connections.map((one) => ({ ...one, program }));
