import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useKeyWords } from '../../words/use-key-words.ts';
import { Choice } from './Choice.tsx';
import { ClientFields } from './ClientFields.tsx';
import { isLeftOver } from './draft.ts';
import type { FieldsProps } from './fields.ts';
import { FileField } from './FileField.tsx';
import { SecretField } from './SecretField.tsx';
import { TextField } from './TextField.tsx';

/** The sign-in settings. A field is only shown if it applies to the choices above it. */
export function SignInFields(props: FieldsProps) {
  const t = useTranslations('settings');
  const { draft, onChange } = props;
  const byBrowser = draft.grantType === 'authorization_code';
  // `prompt=consent` is sent with `offline_access` alone, to a page.
  const switches = [
    ...(draft.grantType === 'key' ? [] : ['sendResource' as const]),
    ...(byBrowser || draft.grantType === 'device_code' ? ['offlineAccess' as const] : []),
    ...(byBrowser ? ['askConsent' as const] : []),
  ];
  return (
    <>
      <Choice
        label={t('grantType.label')}
        help={t(`grantType.help.${draft.grantType}`)}
        value={draft.grantType}
        options={
          [
            ['authorization_code', t('grantType.authorization_code')],
            ['device_code', t('grantType.device_code')],
            ['client_credentials', t('grantType.client_credentials')],
            ['identity_assertion', t('grantType.identity_assertion')],
            ['jwt_bearer', t('grantType.jwt_bearer')],
            ['key', t('grantType.key')],
          ] as const
        }
        onChoose={(grantType) => onChange({ grantType })}
      />
      {draft.grantType === 'key' ? <KeyPlaceFields {...props} /> : <OAuthFields {...props} />}
      <Choice
        label={t('account.label')}
        help={t(`account.help.${draft.account}`)}
        value={draft.account}
        options={
          [
            ['own', t('account.own')],
            ['shared', t('account.shared')],
          ] as const
        }
        onChoose={(account) => onChange({ account })}
      />
      {switches.map((name) => (
        <Checkbox
          key={name}
          label={t(`${name}.label`)}
          description={t(`${name}.help`)}
          checked={draft[name]}
          onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
        />
      ))}
    </>
  );
}

/** How a key is sent. The key itself is entered next to the server's name. */
function KeyPlaceFields(props: FieldsProps) {
  const t = useTranslations('settings');
  const { draft, onChange } = props;
  return (
    <>
      <Choice
        label={t('keyPlace.label')}
        help={t('keyPlace.help')}
        value={draft.keyPlace}
        options={useKeyWords()}
        onChoose={(keyPlace) => onChange({ keyPlace })}
      />
      {draft.keyPlace === 'header' && <TextField {...props} name="keyHeader" placeholder="X-API-Key" />}
    </>
  );
}

/** What an OAuth sign-in needs. */
function OAuthFields(props: FieldsProps) {
  const t = useTranslations('settings');
  const { draft, faults, onChange, saved } = props;
  const byBrowser = draft.grantType === 'authorization_code';
  // The device authorization endpoint cannot be entered.
  const byCode = draft.grantType === 'device_code';
  const byAssertion = draft.grantType === 'identity_assertion';
  const { draft: before } = saved;
  const hasPage = byBrowser || isLeftOver(draft, before, 'authorizationEndpoint');
  const hasAddresses = !byCode || isLeftOver(draft, before, 'authorizationEndpoint', 'tokenEndpoint');
  const hasIdentity = byAssertion || isLeftOver(draft, before, 'identityTokenEndpoint', 'identityClientId');
  return (
    <>
      <ClientFields {...props} />
      {hasIdentity && (
        <>
          <TextField {...props} name="identityTokenEndpoint" placeholder="https://idp.example.com/token" />
          <TextField {...props} name="identityClientId" />
          {byAssertion && (
            <SecretField
              name="idToken"
              saved={saved.idToken}
              fault={faults.idToken}
              value={draft.idToken}
              onChange={(idToken) => onChange({ idToken })}
            />
          )}
        </>
      )}
      {(draft.grantType === 'jwt_bearer' || isLeftOver(draft, before, 'assertionFile')) && <FileField {...props} />}
      {hasAddresses && (
        <Choice
          label={t('discovery.label')}
          help={t(`discovery.help.${byCode && draft.discovery === 'typed' ? 'code' : draft.discovery}`)}
          value={draft.discovery}
          options={
            [
              ['automatic', t('discovery.automatic')],
              ['typed', t('discovery.typed')],
            ] as const
          }
          onChoose={(discovery) => onChange({ discovery })}
        />
      )}
      {draft.discovery === 'typed' && hasAddresses && (
        <>
          {hasPage && (
            <TextField {...props} name="authorizationEndpoint" placeholder="https://login.example.com/authorize" />
          )}
          <TextField {...props} name="tokenEndpoint" placeholder="https://login.example.com/token" />
        </>
      )}
      <TextField {...props} name="issuer" placeholder="https://login.example.com" />
      <Choice
        label={t('scopes.label')}
        help={t(`scopes.help.${draft.scopes}`)}
        value={draft.scopes}
        options={
          [
            ['automatic', t('scopes.automatic')],
            ['typed', t('scopes.typed')],
          ] as const
        }
        onChoose={(scopes) => onChange({ scopes })}
      />
      {draft.scopes === 'typed' && <TextField {...props} name="scope" placeholder="read write" />}
      {byBrowser && (
        <Choice
          label={t('returnPath.label')}
          help={t('returnPath.help')}
          value={draft.returnPath}
          options={
            [
              ['automatic', t('returnPath.automatic')],
              ['app_link', t('returnPath.app_link')],
              ['loopback', t('returnPath.loopback')],
            ] as const
          }
          onChoose={(returnPath) => onChange({ returnPath })}
        />
      )}
    </>
  );
}
