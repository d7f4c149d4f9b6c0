import type { RosterPerson } from '@liveclass/contract';
import { UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bans } from '../../models/bans.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { RadioChoice } from '../../ui/radios.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import { BanFields, type Length, untilOf } from '../order/ban-fields.tsx';

/** Bans a student of the list, whether or not they are in the room. */
export function BanButton({ person, bans }: { readonly person: RosterPerson; readonly bans: Bans }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const { reply, isBusy } = useWatched(bans.state);
  const [isOpen, setIsOpen] = useState(false);
  const [scope, setScope] = useState<'class' | 'course'>('class');
  const [length, setLength] = useState<Length>('week');
  const [reason, setReason] = useState('');
  const name = person.name || t('roster.noName');
  const scopes = reply?.hasCourse ? (['class', 'course'] as const) : (['class'] as const);
  const ban = async () => {
    const isDone = await bans.ban(person.personId, { scope, reason, until: untilOf(length, house.api.now()) });
    if (isDone) house.notices.say('bans.done', { name });
    setIsOpen(false);
  };
  return (
    <>
      <IconButton label={t('bans.banOf', { name })} onPress={() => setIsOpen(true)}>
        <UserX size={18} aria-hidden />
      </IconButton>
      <ModalDialog
        role="alertdialog"
        title={t('bans.banTitle', { name })}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        closeLabel={t('common.close')}
        actions={
          <>
            <Button onPress={() => setIsOpen(false)}>{t('common.cancel')}</Button>
            <Button look="danger" isDisabled={isBusy} onPress={() => void ban()}>
              {t('bans.ban')}
            </Button>
          </>
        }
      >
        <RadioChoice
          label={t('order.fromWhere')}
          options={scopes.map((id) => ({ id, label: t(`order.from.${id}`) }))}
          chosen={scope}
          onChoose={(id) => setScope(id === 'course' ? 'course' : 'class')}
        />
        <BanFields length={length} reason={reason} onLength={setLength} onReason={setReason} />
      </ModalDialog>
    </>
  );
}
