import type { Store } from '../../store/store.ts';

/** In characters: agents put it before the name of each tool, and some cut that at 64. */
const longest = 32;

/**
 * A name that every agent takes: lower-case letters and digits of ASCII with single hyphens, because some turn dots and
 * slashes into underscores. Empty if the text has none of these letters.
 */
export function plainName(text: string): string {
  const ascii = text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
  const parts = ascii.split(/[^a-z\d]+/).filter(Boolean);
  return parts.join('-').slice(0, longest).replace(/-$/, '');
}

/** Gives each server that has none a free alias, from its name, or from its host where that has no such letters. */
export function nameServers({ serverAliases, transaction }: Pick<Store, 'serverAliases' | 'transaction'>): void {
  if (serverAliases.missing().length === 0) return;
  transaction(() => {
    for (const { id, name, url } of serverAliases.missing()) {
      const wanted = plainName(name) || plainName(new URL(url).hostname) || 'server';
      let alias = wanted;
      for (let number = 2; serverAliases.find(alias); number += 1) alias = `${wanted}-${number}`;
      serverAliases.add(alias, id);
    }
  });
}
