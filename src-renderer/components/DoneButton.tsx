import { Button } from '@mantine/core';
import { Check, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Result } from '../../src-preload/contract.ts';
import { useRequest } from '../hooks/use-request.ts';
import shared from '../shared.module.css';
import { useErrorWords } from '../words/use-error-words.ts';

interface Props {
  label: string;
  Icon: LucideIcon;
  /** The label for a moment after success. */
  done: string;
  /** Resolves to whether anything was done. */
  act: () => Promise<Result<boolean>>;
}

/** A small button that confirms its success in its own label. */
export function DoneButton({ label, Icon, done, act }: Props) {
  const [isDone, setDone] = useState(false);
  const { error, waiting, send } = useRequest();
  const errorWords = useErrorWords();
  const refused = error && errorWords(error);
  const Shown = isDone ? Check : Icon;

  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [isDone]);

  const press = async () => {
    if (waiting) return;
    const result = await send(act);
    setDone(result.ok && result.value);
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Shown size={13} aria-hidden />}
        onClick={() => void press()}
      >
        {/* Both labels take up the space, so that the layout does not shift. */}
        <span className={shared['swap']} data-swapped={isDone}>
          <span>{label}</span>
          <span aria-hidden={!isDone}>{done}</span>
        </span>
      </Button>
      {refused && (
        <p role="alert">
          <strong>{refused.what}</strong> {refused.next}
        </p>
      )}
    </>
  );
}
