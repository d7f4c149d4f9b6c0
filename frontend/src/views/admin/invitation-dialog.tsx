import type { InvitationReply, PlatformView, ToolAbout } from '@liveclass/contract';
import { CircleCheck } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { useWhen } from '../lobby/when.ts';
import styles from './admin-page.module.css';
import { useDesk } from './desk-context.ts';

interface Props {
  readonly way: 'moodle' | 'lms';
  readonly about: ToolAbout;
  readonly platforms: readonly PlatformView[];
  onClose(): void;
}

/** While the admin is busy in the other window the list is asked so often whether the course site has come. */
const LOOK_EVERY_MS = 3_000;

/** Makes a code when it opens, and says so itself when the course site has used it. */
function useInvitation(way: Props['way']) {
  const desk = useDesk();
  const [invitation, setInvitation] = useState<InvitationReply | undefined>();
  const [hasFailed, setHasFailed] = useState(false);
  const make = useCallback(async () => {
    setInvitation(undefined);
    const made = await desk.invite(way === 'moodle' ? 'pairing' : 'registration');
    setInvitation(made);
    setHasFailed(!made);
  }, [desk, way]);
  useEffect(() => void make(), [make]);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && void desk.refresh(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [desk]);
  return { invitation, hasFailed, make };
}

/** The platform that came, or came back, after the dialog was opened. */
function useArrival(platforms: readonly PlatformView[]): PlatformView | undefined {
  const signOf = ({ id, state, plugin }: PlatformView) => `${id} ${state} ${JSON.stringify(plugin)}`;
  const [before] = useState(() => new Set(platforms.map(signOf)));
  return platforms.find((platform) => !before.has(signOf(platform)));
}

export function InvitationDialog({ way, about, platforms, onClose }: Props) {
  const { t } = useTranslation();
  const { invitation, hasFailed, make } = useInvitation(way);
  const arrived = useArrival(platforms);
  return (
    <ModalDialog
      title={t(`admin.${way}`)}
      isOpen
      onClose={onClose}
      closeLabel={t('common.close')}
      actions={
        <>
          {!arrived && <Button onPress={() => void make()}>{t('admin.newCode')}</Button>}
          <Button look="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {arrived ? (
        <p className={styles['arrived']} role="status">
          <CircleCheck size={20} aria-hidden /> {t('admin.arrived', { name: arrived.name })}
        </p>
      ) : (
        <>
          <Steps way={way} />
          {way === 'moodle' && <Copy label={t('admin.toolAddress')} value={new URL(about.launchUrl).origin} />}
          {invitation && <Invited way={way} invitation={invitation} />}
          {!invitation && (
            <p className={styles['soft']} role="status">
              {t(hasFailed ? 'reasons.unavailable' : 'admin.making')}
            </p>
          )}
        </>
      )}
    </ModalDialog>
  );
}

function Steps({ way }: { readonly way: Props['way'] }) {
  const { t } = useTranslation();
  return (
    <ol className={styles['steps']} aria-label={t('admin.steps')}>
      {[1, 2, 3].map((step) => (
        <li key={step}>{t(`admin.${way}Step${step}`)}</li>
      ))}
    </ol>
  );
}

function Invited({ way, invitation }: { readonly way: Props['way']; readonly invitation: InvitationReply }) {
  const { t } = useTranslation();
  const when = useWhen();
  return (
    <>
      <Copy label={t(way === 'moodle' ? 'admin.code' : 'admin.lmsUrl')} value={invitation.url ?? invitation.code} />
      <p className={styles['soft']}>{t('admin.codeUntil', { time: when(invitation.expiresAt) })}</p>
    </>
  );
}

export function Copy({ label, value }: { readonly label: string; readonly value: string }) {
  const { t } = useTranslation();
  return <CopyField label={label} value={value} copyLabel={t('admin.copyLabel', { label })} copiedLabel={t('admin.copied')} />;
}
