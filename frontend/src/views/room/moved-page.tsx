import { type Reason, Refusal, type RoomView } from '@liveclass/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useHere } from '../house-context.ts';
import styles from './room.module.css';
import { useRoom } from './room-context.ts';

/** The groups changed while the person was in a room: what happened, and the way into the room that is theirs now. */
export function MovedPage() {
  const { t } = useTranslation();
  const { session } = useHere();
  const { state } = useRoom();
  const { view } = state;
  const isInNone = view?.rooms?.length === 0;
  return (
    <main className={styles['over']}>
      <section className={styles['overCard']} role="status">
        <h1>{t('over.regrouped')}</h1>
        <p>{t(isInNone ? 'over.regroupedNone' : 'over.regroupedText')}</p>
        {view && <Ways rooms={view.rooms} />}
        {session.returnUrl && (
          <a className={styles['back']} href={session.returnUrl} rel="noreferrer">
            {t('common.backToCourse')}
          </a>
        )}
      </section>
    </main>
  );
}

function Ways({ rooms }: { readonly rooms: readonly RoomView[] | null }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const { room } = useRoom();
  const [refusedBy, setRefusedBy] = useState<Reason | undefined>();
  const goTo = async (roomId: string | undefined): Promise<void> => {
    if (roomId === house.roomId) return room.comeBack();
    try {
      const address = new URL((await house.api.handoff('room')).url);
      if (roomId) address.searchParams.set('room', roomId);
      location.replace(address);
    } catch (error) {
      setRefusedBy(error instanceof Refusal ? error.reason : 'unavailable');
    }
  };
  return (
    <div className={styles['overActions']}>
      {rooms === null && (
        <Button look="primary" onPress={() => void goTo(undefined)}>
          {t('lobby.join')}
        </Button>
      )}
      {rooms?.map(({ roomId, name }) => (
        <Button key={roomId} look="primary" onPress={() => void goTo(roomId)}>
          {t('rooms.join', { name: name || t('rooms.rest') })}
        </Button>
      ))}
      {refusedBy && <p role="alert">{t(`reasons.${refusedBy}`)}</p>}
    </div>
  );
}
