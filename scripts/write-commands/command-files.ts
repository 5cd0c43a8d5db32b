import { manPage } from '../../src-main/bridge/commands/table/man-page.ts';
import { offlineHeader } from '../../src-main/bridge/commands/table/offline-texts.ts';
import { programIds } from '../../src-preload/contract/wiring.ts';
import en from '../../src-main/shell/locales/en.json' with { type: 'json' };

/** By path: the files that are made from the table of commands and checked in. */
export function commandFiles(): Record<string, string> {
  const words = en.commands;
  return {
    'man/keyfob.1': manPage(words),
    'src-main/bridge/connector/offline-texts.h': offlineHeader({
      words,
      connector: '/home/you/.keyfob/bin/keyfob',
      programs: programIds,
    }),
  };
}
