import { connect } from '../../src-main/connections/sign-in/connect.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { answerPages } from '../fixtures/person.ts';
import type { Keyfob } from './keyfob.ts';

/** Another profile than the kit's own signs in, from the click to the tokens. */
export async function signInAs(kit: Keyfob, session: Session, id: string, account: string): Promise<void> {
  await connect(kit.context, session, id);
  await kit.bringBack(await answerPages(kit.opened.at(-1)?.href ?? '', { account }));
}
