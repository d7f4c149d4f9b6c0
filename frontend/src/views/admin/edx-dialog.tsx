import type { Reason, ToolAbout } from '@liveclass/contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { faultsOf, HAND_FIELDS, type HandField, type HandValues, loginUrlOf } from '../../models/desk.ts';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { TextInput } from '../../ui/fields.tsx';
import styles from './admin-page.module.css';
import { useDesk } from './desk-context.ts';
import { Copy } from './invitation-dialog.tsx';

/** Open edX gives every block the deployment "1". */
const FIRST: HandValues = { name: '', issuer: '', clientId: '', deploymentId: '1', jwksUrl: '', tokenUrl: '', authorizationUrl: '' };
const ADDRESSES: readonly HandField[] = ['issuer', 'jwksUrl', 'tokenUrl', 'authorizationUrl'];
const REFUSED: readonly Reason[] = ['bad-request', 'lms-unreachable', 'already-registered'];

interface Props {
  readonly about: ToolAbout;
  onClose(): void;
}

/** Both sides of an LTI consumer block: what Studio wants to know, and what it then says. */
export function EdxDialog({ about, onClose }: Props) {
  const { t } = useTranslation();
  const { values, faults, change, submit, isBusy, refusedBy } = useHandForm(onClose);
  return (
    <ModalDialog title={t('admin.edx')} isOpen onClose={onClose} closeLabel={t('common.close')}>
      <h3 className={styles['part']}>{t('admin.edxToStudio')}</h3>
      <p className={styles['soft']}>{t('admin.edxToStudioText')}</p>
      <Copy label={t('admin.launchUrl')} value={about.launchUrl} />
      <Copy label={t('admin.loginUrl')} value={about.loginUrl} />
      <Copy label={t('admin.keysUrl')} value={about.keysUrl} />
      <Copy label={t('admin.deepLinkingUrl')} value={about.launchUrl} />
      <h3 className={styles['part']}>{t('admin.edxBack')}</h3>
      <form className={styles['form']} onSubmit={submit} noValidate>
        {HAND_FIELDS.map((field) => (
          <TextInput
            key={field}
            label={t(`admin.${field}`)}
            value={values[field]}
            maxLength={2100}
            isCode={field !== 'name'}
            placeholder={field === 'name' ? t('admin.namePlaceholder') : ADDRESSES.includes(field) ? 'https://' : ''}
            error={faults[field] && t(`admin.fault.${faults[field]}`)}
            onChange={(value) => change(field, value)}
          />
        ))}
        {refusedBy && (
          <p className={styles['refused']} role="alert">
            {t(REFUSED.includes(refusedBy) ? `admin.refused.${refusedBy}` : `reasons.${refusedBy}`)}
          </p>
        )}
        <Button look="primary" type="submit" isDisabled={isBusy}>
          {t(isBusy ? 'admin.saving' : 'admin.save')}
        </Button>
      </form>
    </ModalDialog>
  );
}

function useHandForm(onDone: () => void) {
  const desk = useDesk();
  const [values, setValues] = useState(FIRST);
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [refusedBy, setRefusedBy] = useState<Reason | undefined>();
  const change = (field: HandField, value: string) => {
    setRefusedBy(undefined);
    setValues((before) => {
      // The login address follows the site's own until somebody writes another one.
      const follows = field === 'issuer' && before.authorizationUrl === loginUrlOf(before.issuer);
      return { ...before, [field]: value, ...(follows ? { authorizationUrl: loginUrlOf(value) } : {}) };
    });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (Object.keys(faultsOf(values)).length > 0) return;
    setIsBusy(true);
    const refused = await desk.add(values);
    setIsBusy(false);
    setRefusedBy(refused);
    if (!refused) onDone();
  };
  // Nothing is called wrong before somebody has said that it is done.
  const faults = isTried ? faultsOf(values) : {};
  return { values, faults, change, submit: (event: FormEvent) => void submit(event), isBusy, refusedBy };
}
