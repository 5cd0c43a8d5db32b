import { cleanText } from '../../base/clean-text.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { SignIn } from '../state/sign-in.ts';

/** The attempt's registration step; shows the client id and the scope that will be requested. */
export function registrationStep<Registration extends ClientRegistration>(
  { attempt, discovery }: Pick<SignIn, 'attempt' | 'discovery'>,
  find: () => Promise<Registration>,
): Promise<Registration> {
  const { host } = new URL(discovery.authorizationServer.issuer);
  return attempt.trace.step('registration', host, async (facts) => {
    facts.issuer = host;
    facts.scope = cleanText(discovery.scope, 1000);
    const found = await find();
    facts.kind = found.kind;
    facts.clientId = cleanText(found.clientId, 200);
    facts.returnPath = found.returnPath;
    return found;
  });
}
