import { PrivateLevel } from '@liveclass/contract';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { RadioChoice } from '../../ui/radios.tsx';
import { ChoiceSelect } from '../../ui/select.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useParts } from '../room/room-context.ts';
import styles from './chat.module.css';
import { useChatFile } from './use-chat-file.ts';

const SLOW_SECONDS = [0, 10, 30, 60, 300];

interface Props {
  readonly isOpen: boolean;
  onClose(): void;
}

/** What teachers set for the chat; each change holds at once, for everybody. */
export function ChatSettingsDialog({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const { chat } = useParts();
  const { settings } = useWatched(chat.state);
  const levels = PrivateLevel.options.map((id) => ({ id, label: t(`chat.settings.level.${id}`) }));
  const paces = SLOW_SECONDS.map((seconds) => ({
    id: String(seconds),
    label: seconds === 0 ? t('chat.settings.slowOff') : t('chat.settings.slow', { count: seconds }),
  }));
  return (
    <ModalDialog title={t('chat.settings.title')} isOpen={isOpen} onClose={onClose} closeLabel={t('common.close')}>
      <div className={styles['settings']}>
        <SwitchInput isOn={settings.studentsWrite} onChange={(studentsWrite) => void chat.set({ studentsWrite })}>
          {t('chat.settings.studentsWrite')}
        </SwitchInput>
        <RadioChoice
          label={t('chat.settings.privately')}
          options={levels}
          chosen={settings.privately}
          onChoose={(id) => void chat.set({ privately: PrivateLevel.parse(id) })}
        />
        <ChoiceSelect
          label={t('chat.settings.slowTitle')}
          options={paces}
          chosen={String(settings.slowSeconds)}
          placeholder={t('chat.settings.slow', { count: settings.slowSeconds })}
          onChoose={(id) => void chat.set({ slowSeconds: Number(id) })}
        />
        <MutedList />
        <Files />
      </div>
    </ModalDialog>
  );
}

function MutedList() {
  const { t } = useTranslation();
  const { chat } = useParts();
  const { muted } = useWatched(chat.state);
  if (muted.length === 0) return null;
  return (
    <section aria-label={t('chat.settings.muted')}>
      <h3 className={styles['settingsHead']}>{t('chat.settings.muted')}</h3>
      <ul>
        {muted.map(({ personId, seatId, name }) => (
          <li key={personId} className={styles['mutedRow']}>
            <bdi>{name || t('chat.nobody')}</bdi>
            <Button onPress={() => void chat.mute(seatId, false)}>{t('chat.settings.unmute')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Files() {
  const { t } = useTranslation();
  const save = useChatFile();
  return (
    <section aria-label={t('chat.settings.files')}>
      <h3 className={styles['settingsHead']}>{t('chat.settings.files')}</h3>
      <div className={styles['files']}>
        <Button icon={<Download size={18} aria-hidden />} onPress={() => void save('csv')}>
          {t('chat.settings.csv')}
        </Button>
        <Button icon={<Download size={18} aria-hidden />} onPress={() => void save('txt')}>
          {t('chat.settings.txt')}
        </Button>
      </div>
    </section>
  );
}
