import '@mantine/core/styles.layer.css';
import { Modal, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ImportPreviewView, understandAddress } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useAfterPress } from '../../hooks/use-after-press.ts';
import { useAddServer } from '../../hooks/use-add-server.ts';
import { useDryRun } from '../../hooks/use-dry-run.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import shared from '../../shared.module.css';
import { closeDialog, openDialog, useWindow } from '../../stores/window.ts';
import { keyInput, noKey } from '../../components/KeyFields.tsx';
import { hostOf } from '../../words/host-of.ts';
import { AddServerButtons } from './AddServerButtons.tsx';
import { Advanced } from './Advanced.tsx';
import { Beyond } from './Beyond.tsx';
import { FoundServer } from './FoundServer.tsx';
import { KeyOffer } from './KeyOffer.tsx';
import { OtherWays } from './OtherWays.tsx';
import { changesBetween, nothingSaved } from '../settings/draft.ts';
import { untouched } from '../../stores/draft.ts';
import { draftFaults, shownFaults } from '../settings/draft-faults.ts';
import { useTypedDraft } from '../settings/use-typed-draft.ts';
import { lookUpSettings } from '../settings/look-up-settings.ts';
import { useTries } from '../settings/use-tries.ts';
import { usePasted } from './use-pasted.ts';

/** `dropped`: what was dropped onto the window, which fills the form. */
export default function AddServer({ dropped }: { dropped?: ImportPreviewView | undefined }) {
  const t = useTranslations();
  const [typedUrl, setUrl] = useTyped('new address', '');
  /** Null: the user has not changed the proposed name. */
  const [typedName, setName] = useTyped<string | null>('new name', null);
  /** The displayed name while its field has the focus: it must not change under the user's hands. */
  const [heldName, setHeldName] = useState<string | null>(null);
  const [entered, setDraft] = useTypedDraft();
  /** The user has chosen how a key is sent. */
  const [placed, setPlaced] = useTyped('key place', false);
  const [advanced, setAdvanced] = useTyped('advanced', false);
  const [typedKey, setKey] = useState(noKey);
  const [signsIn, setSignsIn] = useState(true);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const signInButton = useRef<HTMLButtonElement>(null);
  /** Enter was pressed before the result arrived; the user can read it first and press Enter again. */
  const waitsToRead = useRef(false);
  const { waiting, error, saved, forget, send } = useAddServer();
  const { tried, tryAgain } = useTries(form);
  const url = typedUrl.trim();
  const understood = understandAddress(url)?.url ?? url;
  const host = hostOf(understood);
  // A typed key does not change what is looked up.
  const settings = lookUpSettings(changesBetween(untouched, entered));
  const withKey = keyInput(entered.keyPlace, typedKey) ? ({ ...entered, grantType: 'key' } as const) : entered;
  const faults = draftFaults(withKey, nothingSaved);
  const incomplete = Object.keys(faults).length > 0;
  const { run, ask, askAgain } = useDryRun(incomplete ? null : { url, settings });
  const proposed = run.state === 'found' ? run.found.plan?.keyPlace : undefined;
  const draft = placed || proposed === undefined ? entered : { ...entered, keyPlace: proposed };
  const key = keyInput(draft.keyPlace, typedKey);
  const changes = changesBetween(untouched, key ? { ...draft, grantType: 'key' } : draft);
  const answered = run.state === 'found' || run.state === 'failed';
  // Not after a save button was pressed: its own error is shown.
  const lookAround = useAfterPress(() => {
    if (!waiting && !error) ask();
  });
  const name = typedName ?? heldName ?? (run.state === 'found' ? run.found.name : '');

  useEffect(() => {
    if (run.state === 'found' && waitsToRead.current) signInButton.current?.focus();
    if (run.state !== 'asking') waitsToRead.current = false;
  }, [run.state]);

  const readdress = (next: string) => {
    setUrl(next);
    forget();
  };
  const pick = (picked: { name?: string; url: string }) => {
    if (picked.name !== undefined) setName(picked.name);
    readdress(picked.url);
    if (!incomplete) ask({ url: picked.url, settings });
    // The directory may be closed now; Enter continues from the address field.
    field.current?.focus();
  };
  const pasted = usePasted(pick, dropped);
  /** Moves the focus to the missing field. */
  const isIncomplete = () => {
    if (!incomplete) return false;
    setAdvanced(true);
    tryAgain();
    return true;
  };
  const save = async (thenSignIn: boolean) => {
    if (isIncomplete()) return;
    setSignsIn(thenSignIn);
    const trimmed = name.trim();
    const signsInByKey = draft.grantType === 'key';
    // The server may be at another address than was entered.
    const moved = run.state === 'found' && run.found.url !== understood ? run.found.url : url;
    const server = { url: moved, changes, ...(trimmed && { name: trimmed }), ...(key && { key }) };
    const added = await send(server, thenSignIn && !signsInByKey);
    const serverId = useWindow.getState().selected;
    if (added) closeDialog();
    if (added && signsInByKey && thenSignIn && !key && serverId !== null) openDialog({ kind: 'key', serverId });
    if (added) return;
    // The refused setting may be in there.
    if (Object.keys(changes).length > 0) setAdvanced(true);
    field.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!url || isIncomplete()) return;
    if (answered) {
      void save(true);
      return;
    }
    waitsToRead.current = true;
    ask();
  };

  return (
    <Modal
      opened
      size={520}
      onClose={closeDialog}
      classNames={{ content: shared['withFoot'] ?? '' }}
      // A click outside must not discard the input.
      closeOnClickOutside={false}
      title={t('add.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form ref={form} className={shared['form']} onSubmit={submit} noValidate>
        <TextInput
          ref={field}
          data-autofocus
          label={t('add.address')}
          description={t('add.addressHelp')}
          placeholder="https://mcp.example.com/mcp"
          spellCheck={false}
          autoComplete="off"
          required
          withAsterisk={false}
          error={error !== null}
          value={typedUrl}
          onChange={(event) => {
            pasted.forget();
            readdress(event.currentTarget.value);
          }}
          onPaste={pasted.paste}
          onBlur={lookAround}
        />
        {saved && <p role="status">{t('add.savedOnly', { name: saved.name })}</p>}
        {pasted.beyond && <Beyond {...pasted.beyond} />}
        <div className={shared['foundPlace']}>
          {error ? (
            <ErrorNote
              error={error}
              server={{ name: host, host, url: understood }}
              onRetry={() => void save(signsIn)}
              onEditAddress={() => field.current?.select()}
            />
          ) : url === '' ? (
            <OtherWays offer={pasted.offer} onTake={pasted.take} onPick={pick} />
          ) : (
            <FoundServer
              typed={typedUrl}
              run={run}
              incomplete={incomplete}
              onEditAddress={() => field.current?.select()}
              onUseAddress={(address) => pick({ url: address })}
              onEditSettings={() => setAdvanced(true)}
              onRetry={askAgain}
            />
          )}
        </div>
        {run.state === 'found' && (run.found.plan?.guessed === true || draft.grantType === 'key') && (
          <KeyOffer
            draft={draft}
            faults={shownFaults(faults, tried)}
            onDraft={(change) => {
              if (change.keyPlace !== undefined) setPlaced(true);
              setDraft((before) => ({ ...before, ...change }));
            }}
            value={typedKey}
            onChange={setKey}
            tried={tried}
          />
        )}
        <TextInput
          label={t('add.name')}
          description={t('add.nameHelp')}
          autoComplete="off"
          value={name}
          // The proposed name gives way to the user's.
          onFocus={(event) => {
            setHeldName(name);
            if (typedName === null) event.currentTarget.select();
          }}
          onBlur={() => setHeldName(null)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Advanced
          open={advanced}
          onOpen={setAdvanced}
          draft={draft}
          faults={shownFaults(faults, tried)}
          onChange={(change) => {
            setDraft((before) => ({ ...before, ...change }));
            forget();
          }}
        />
        <AddServerButtons
          signInButton={signInButton}
          usable={url !== ''}
          answered={answered}
          looking={run.state === 'asking'}
          sending={waiting ? (signsIn ? 'signIn' : 'save') : null}
          saved={saved !== null}
          onSave={() => void save(false)}
        />
      </form>
    </Modal>
  );
}
