import type { Lock } from '@liveclass/contract';
import { EllipsisVertical, Hand, LockOpen, Lock as LockSign, Megaphone, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { IconButton } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHand } from '../hands/use-hand.ts';
import { useRoom } from '../room/room-context.ts';
import { RemoveDialog } from './remove-dialog.tsx';

/** What a teacher may do with one student, beside muting them. */
export function PersonMenu({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const [isRemoving, setIsRemoving] = useState(false);
  const choices = useChoices(person, () => setIsRemoving(true));
  const label = t('order.actionsFor', { name: person.name });
  return (
    <>
      <ChoiceMenu label={label} choices={choices}>
        <IconButton label={label}>
          <EllipsisVertical size={18} aria-hidden />
        </IconButton>
      </ChoiceMenu>
      <RemoveDialog person={person} isOpen={isRemoving} onClose={() => setIsRemoving(false)} />
    </>
  );
}

function useChoices({ seatId, name }: Person, onRemove: () => void): Choice[] {
  const { t } = useTranslation();
  const { hands, order } = useRoom().parts;
  const { place, hasFloor } = useHand(seatId);
  const { locks } = useWatched(order.state);
  const free = order.freeOf(seatId);
  const exception = (lock: Lock): Choice => {
    const isFree = free.includes(lock);
    return {
      id: lock,
      label: t(isFree ? `order.lockAgain.${lock}` : `order.free.${lock}`),
      icon: isFree ? <LockSign size={18} /> : <LockOpen size={18} />,
      onChoose: () => void order.setFree(seatId, lock, !isFree),
    };
  };
  return [
    hasFloor
      ? { id: 'floor', label: t('floor.end'), icon: <Megaphone size={18} />, onChoose: () => void hands.endFloor() }
      : { id: 'floor', label: t('hands.giveShort'), icon: <Megaphone size={18} />, onChoose: () => void hands.giveFloor(seatId) },
    ...(place
      ? [{ id: 'hand', label: t('hands.lowerShort'), icon: <Hand size={18} />, onChoose: () => void hands.lowerOther(seatId) }]
      : []),
    ...(['microphone', 'camera', 'screen'] as const).filter((lock) => locks[lock]).map(exception),
    { id: 'remove', label: t('order.remove', { name }), icon: <UserX size={18} />, isDanger: true, onChoose: onRemove },
  ];
}
