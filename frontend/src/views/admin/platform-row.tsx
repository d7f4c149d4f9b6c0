import type { PlatformView } from '@liveclass/contract';
import { Check, DoorOpen, EllipsisVertical, KeyRound, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useWhen } from '../lobby/when.ts';
import { TitleEditor } from '../title-editor.tsx';
import styles from './admin-page.module.css';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useDesk } from './desk-context.ts';

type Asked = 'pause' | 'remove';

export function PlatformRow({ platform }: { readonly platform: PlatformView }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [isRenaming, setIsRenaming] = useState(false);
  const [asked, setAsked] = useState<Asked | undefined>();
  const { id, name, state } = platform;
  const confirmed = () => {
    setAsked(undefined);
    void (asked === 'remove' ? desk.remove(id) : desk.change(id, { state: 'paused' }));
  };
  return (
    <li className={styles['row']} data-testid="platform" data-state={state}>
      <div className={styles['what']}>
        {isRenaming ? (
          <NameEditor platform={platform} onDone={() => setIsRenaming(false)} />
        ) : (
          <p className={styles['name']}>
            <bdi>{name}</bdi> <span className={styles['state']}>{t(`admin.state.${state}`)}</span>
          </p>
        )}
        <Facts platform={platform} />
      </div>
      {state === 'pending' && (
        <div className={styles['act']}>
          <Button look="primary" icon={<Check size={18} aria-hidden />} onPress={() => void desk.change(id, { state: 'active' })}>
            {t('admin.approve')}
          </Button>
        </div>
      )}
      <div className={styles['menu']}>
        <RowMenu platform={platform} onRename={() => setIsRenaming(true)} onAsk={setAsked} />
      </div>
      <ConfirmDialog asked={asked} name={name} onConfirm={confirmed} onClose={() => setAsked(undefined)} />
    </li>
  );
}

function NameEditor({ platform: { id, name }, onDone }: { readonly platform: PlatformView; onDone(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  return (
    <TitleEditor label={t('admin.renameLabel')} title={name} onSave={(wanted) => void desk.change(id, { name: wanted })} onDone={onDone} />
  );
}

function Facts({ platform }: { readonly platform: PlatformView }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { issuer, clientId, deploymentIds, lastLaunchAt, plugin, takesRecordings, allowsGuests, state } = platform;
  return (
    <>
      <p className={styles['address']}>
        <bdi dir="ltr">{issuer}</bdi>
      </p>
      <p className={styles['facts']}>
        <span>{t('admin.client', { id: clientId })}</span>
        <span>{deploymentIds.length > 0 ? t('admin.deployment', { id: deploymentIds.join(', ') }) : t('admin.noDeployment')}</span>
        {state !== 'pending' && (
          <span>{lastLaunchAt === undefined ? t('admin.neverLaunched') : t('admin.lastLaunch', { time: when(lastLaunchAt) })}</span>
        )}
        {plugin && <span>{t('admin.plugin', { version: plugin.version, platform: plugin.platform })}</span>}
        {takesRecordings && <span>{t('admin.takesRecordings')}</span>}
        {allowsGuests && <span>{t('admin.allowsGuests')}</span>}
      </p>
    </>
  );
}

interface MenuProps {
  readonly platform: PlatformView;
  onRename(): void;
  onAsk(asked: Asked): void;
}

function RowMenu({ platform: { id, name, state, allowsGuests }, onRename, onAsk }: MenuProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const resume = () => void desk.change(id, { state: 'active' });
  const choices: Choice[] = [
    { id: 'rename', label: t('admin.rename'), icon: <Pencil size={18} />, onChoose: onRename },
    ...(state === 'active'
      ? [
          { id: 'pause', label: t('admin.pause'), icon: <Pause size={18} />, onChoose: () => onAsk('pause') },
          {
            id: 'guests',
            label: t(allowsGuests ? 'admin.forbidGuests' : 'admin.allowGuests'),
            icon: <DoorOpen size={18} />,
            onChoose: () => void desk.change(id, { allowsGuests: !allowsGuests }),
          },
          { id: 'rotate', label: t('admin.rotate'), icon: <KeyRound size={18} />, onChoose: () => void desk.rotateKeys(id) },
        ]
      : []),
    ...(state === 'paused' ? [{ id: 'resume', label: t('admin.resume'), icon: <Play size={18} />, onChoose: resume }] : []),
    ...(state === 'active'
      ? []
      : [
          {
            id: 'remove',
            label: t(state === 'pending' ? 'admin.decline' : 'admin.remove'),
            icon: <Trash2 size={18} />,
            isDanger: true,
            onChoose: () => onAsk('remove'),
          },
        ]),
  ];
  return (
    <ChoiceMenu label={t('admin.actions', { name })} choices={choices}>
      <IconButton label={t('admin.actions', { name })}>
        <EllipsisVertical size={20} aria-hidden />
      </IconButton>
    </ChoiceMenu>
  );
}
