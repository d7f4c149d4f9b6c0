import { mayWritePrivately } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { amGuest } from '../../models/room-state.ts';
import { ChoiceSelect } from '../../ui/select.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';

const EVERYBODY = 'everybody';

/** Whom this person may write to privately, as the teachers set it. */
export function useRecipients(): readonly Person[] {
  const { state, parts } = useRoom();
  const { settings } = useWatched(parts.chat.state);
  const role = state.me?.role;
  const isForTeachers = amGuest(state);
  // Guests and students speak where teachers see it.
  const mayMeet = (person: Person) => role === 'teacher' || person.role === 'teacher' || !(isForTeachers || person.isGuest);
  return state.people.filter(
    (person) => !person.isMe && role && mayMeet(person) && mayWritePrivately(settings.privately, role, person.role),
  );
}

/** Whom the message goes to. Where nobody can be written to privately there is nothing to choose. */
export function RecipientSelect({ recipients }: { readonly recipients: readonly Person[] }) {
  const { t } = useTranslation();
  const { chat } = useRoom().parts;
  const { to } = useWatched(chat.draft.state);
  if (recipients.length === 0 && !to) return null;
  const options = [
    { id: EVERYBODY, label: t('chat.everybody') },
    ...recipients.map(({ seatId, name }) => ({ id: seatId as string, label: name || t('chat.nobody') })),
  ];
  return (
    <ChoiceSelect
      label={t('chat.to')}
      options={options}
      chosen={to?.seatId ?? EVERYBODY}
      placeholder={to?.name ?? ''}
      onChoose={(id) => {
        const person = recipients.find(({ seatId }) => seatId === id);
        chat.draft.writeTo(person && { seatId: person.seatId, name: person.name });
      }}
    />
  );
}
