import { LIMITS } from '@liveclass/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { SwitchInput, TextInput } from '../../ui/fields.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './waiting.module.css';

interface Props {
  readonly isOpen: boolean;
  onClose(): void;
}

/** Whether students wait at the door, and what they read there. The switch works at once. */
export function DoorDialog({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const { waiting } = useRoom().parts;
  const { door } = useWatched(waiting.state);
  return (
    <ModalDialog title={t('waiting.doorTitle')} isOpen={isOpen} onClose={onClose} closeLabel={t('common.close')}>
      <p className={styles['note']}>{t('waiting.doorText')}</p>
      <SwitchInput isOn={door.isOn} onChange={(isOn) => void waiting.set({ isOn })}>
        {t('waiting.switch')}
      </SwitchInput>
      <MessageForm message={door.message} />
    </ModalDialog>
  );
}

function MessageForm({ message }: { readonly message: string }) {
  const { t } = useTranslation();
  const { notices } = useHere().house;
  const { waiting } = useRoom().parts;
  const [text, setText] = useState(message);
  const say = async () => {
    if (await waiting.set({ message: text })) notices.say(text.trim() ? 'waiting.said' : 'waiting.unsaid');
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      <TextInput
        label={t('waiting.message')}
        placeholder={t('waiting.messageHint')}
        value={text}
        maxLength={LIMITS.waitingMessageChars}
        onChange={setText}
      />
      <Button type="submit" isDisabled={text.trim() === message}>
        {t('waiting.say')}
      </Button>
    </form>
  );
}
