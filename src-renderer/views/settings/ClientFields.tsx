import { useTranslations } from 'use-intl';
import { Choice } from './Choice.tsx';
import { needsClient } from './draft.ts';
import type { FieldsProps } from './fields.ts';
import { KeyField } from './KeyField.tsx';
import { ReturnAddress } from './ReturnAddress.tsx';
import { SecretField } from './SecretField.tsx';
import { TextField } from './TextField.tsx';

/** The client at the authorization server: registered automatically, or entered by hand. */
export function ClientFields(props: FieldsProps) {
  const t = useTranslations('settings');
  const { draft, faults, onChange, saved } = props;
  const byHand = needsClient(draft) || draft.registration === 'typed';
  const method = draft.authenticationMethod;
  return (
    <>
      {!needsClient(draft) && (
        <Choice
          label={t('registration.label')}
          help={t(`registration.help.${draft.registration}`)}
          value={draft.registration}
          options={
            [
              ['automatic', t('registration.automatic')],
              ['typed', t('registration.typed')],
            ] as const
          }
          onChoose={(registration) => onChange({ registration })}
        />
      )}
      {byHand && (
        <>
          <TextField {...props} name="clientId" />
          {draft.grantType === 'authorization_code' && (
            <>
              <TextField {...props} name="redirectUri" placeholder="http://localhost:3118/callback" />
              <ReturnAddress draft={draft} fault={faults.redirectUri} />
            </>
          )}
          <Choice
            label={t('authenticationMethod.label')}
            help={t('authenticationMethod.help')}
            value={method}
            options={
              [
                ['automatic', t('authenticationMethod.automatic')],
                ['none', t('authenticationMethod.none')],
                ['client_secret_basic', t('authenticationMethod.client_secret_basic')],
                ['client_secret_post', t('authenticationMethod.client_secret_post')],
                ['private_key_jwt', t('authenticationMethod.private_key_jwt')],
              ] as const
            }
            onChoose={(authenticationMethod) => onChange({ authenticationMethod })}
          />
          {method !== 'none' && method !== 'private_key_jwt' && (
            <SecretField
              name="clientSecret"
              saved={saved.clientSecret}
              fault={faults.clientSecret}
              value={draft.clientSecret}
              onChange={(clientSecret) => onChange({ clientSecret })}
            />
          )}
          {method === 'private_key_jwt' && <KeyField {...props} />}
        </>
      )}
    </>
  );
}
