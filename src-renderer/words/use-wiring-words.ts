import { useTranslations } from 'use-intl';
import type { NameWarning, WiringPlace } from '../../src-preload/contract.ts';

/** What is said of a program that could use a server, in the dialog and on the page of the server. */
export function useWiringWords() {
  const t = useTranslations('useIn');
  return {
    state: ({ state, entry, isInstalled }: WiringPlace) =>
      !isInstalled && state === 'absent' ? t('state.notHere') : t(`state.${state}`, { entry: entry ?? '' }),
    warning: (warning: NameWarning, program: string) =>
      warning.kind === 'alike'
        ? t('warning.alike', { program, other: warning.other })
        : warning.kind === 'long'
          ? t('warning.long', { program, tool: warning.tool })
          : t('warning.refused', { program }),
  };
}

export const stateTone = {
  absent: undefined,
  wired: 'green',
  replaceable: 'amber',
  vanished: 'amber',
  unreadable: 'red',
} as const satisfies Record<WiringPlace['state'], string | undefined>;
