import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { RadioChoice } from '../../ui/radios.tsx';
import { useHere } from '../house-context.ts';
import { useRoom } from '../room/room-context.ts';
import { BanFields, type Length, untilOf } from './ban-fields.tsx';

const SCOPES = ['session', 'class', 'course'] as const;
type Scope = (typeof SCOPES)[number];

interface Props {
  readonly person: Person;
  readonly isOpen: boolean;
  onClose(): void;
}

/** From where, for how long, and why: removing for now is the first choice, because it is the mildest. */
export function RemoveDialog({ person, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const { house } = useHere();
  const { order } = useRoom().parts;
  const [scope, setScope] = useState<Scope>('session');
  const [length, setLength] = useState<Length>('week');
  const [reason, setReason] = useState('');
  const { name, seatId } = person;
  const remove = async () => {
    const until = untilOf(length, house.api.now());
    const isDone = scope === 'session' ? await order.remove(seatId) : await order.ban(seatId, { scope, reason, until });
    if (isDone) house.notices.say(scope === 'session' ? 'order.removed' : 'bans.done', { name });
    onClose();
  };
  return (
    <ModalDialog
      role="alertdialog"
      title={t('order.removeTitle', { name })}
      isOpen={isOpen}
      onClose={onClose}
      closeLabel={t('common.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" onPress={() => void remove()}>
            {t(scope === 'session' ? 'order.removeNow' : 'bans.ban')}
          </Button>
        </>
      }
    >
      <RadioChoice
        label={t('order.fromWhere')}
        options={SCOPES.filter((id) => id !== 'course' || !person.isGuest).map((id) => ({ id, label: t(`order.from.${id}`) }))}
        chosen={scope}
        onChoose={(id) => setScope(id as Scope)}
      />
      {person.isGuest && scope !== 'session' && <p>{t('guests.banNote')}</p>}
      {scope !== 'session' && <BanFields length={length} reason={reason} onLength={setLength} onReason={setReason} />}
    </ModalDialog>
  );
}
