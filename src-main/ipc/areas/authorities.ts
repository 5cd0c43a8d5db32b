import * as z from 'zod/mini';
import type { AuthorityRequests } from '../../../src-preload/contract/authority.ts';
import { addAuthorities, authoritiesView, removeAuthority } from '../../connections/servers/authorities.ts';
import { noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

const fingerprint = z.string().check(z.regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/));

export const authorities: Area<AuthorityRequests> = {
  'authorities:list': {
    input: noInput,
    answer: ({ context }) => authoritiesView(context),
  },
  'authorities:add': {
    input: noInput,
    async answer({ context, files, askAboutAuthorities: askPerson }, { session }) {
      const file = await files.openCertificates();
      const added = file && (await addAuthorities(context, session, { file, askPerson }));
      return { ...authoritiesView(context), added };
    },
  },
  'authorities:remove': {
    input: z.strictObject({ fingerprint }),
    answer({ context }, { session }, input) {
      removeAuthority(context, session, input.fingerprint);
      return authoritiesView(context);
    },
  },
};
