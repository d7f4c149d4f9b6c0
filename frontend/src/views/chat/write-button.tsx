import { MessageSquareLock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { silenceOf } from '../../models/chat-text.ts';
import type { Person } from '../../models/people.ts';
import { IconButton } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { useRoom } from '../room/room-context.ts';
import { useRecipients } from './recipient-select.tsx';

/** Beside a person of the list: write to them privately, where that is allowed. */
export function WriteButton({ person, onWrite }: { readonly person: Person; onWrite(): void }) {
  const { t } = useTranslation();
  const { state, parts } = useRoom();
  const { settings, isMuted } = useWatched(parts.chat.state);
  const isAllowed = useRecipients().some(({ seatId }) => seatId === person.seatId);
  if (!isAllowed || silenceOf(settings, isMuted, state.me?.role)) return null;
  const { seatId, name } = person;
  return (
    <IconButton
      label={t('chat.writeTo', { name })}
      onPress={() => {
        parts.chat.draft.writeTo({ seatId, name });
        onWrite();
      }}
    >
      <MessageSquareLock size={18} aria-hidden />
    </IconButton>
  );
}
