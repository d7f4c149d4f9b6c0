import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import { useHere } from '../house-context.ts';
import { WaitingRoomPage } from '../waiting/waiting-room-page.tsx';
import { ConsentGate } from './consent.tsx';
import { MovedPage } from './moved-page.tsx';
import { isOver, OverPage } from './over-page.tsx';
import styles from './room.module.css';
import { RoomContext } from './room-context.ts';
import { RoomView } from './room-view.tsx';

/** The class itself. It is dark, because faces and slides are what should be bright. */
export default function RoomPage() {
  const { t } = useTranslation();
  const { house, session } = useHere();
  const [media] = useState(() => house.media(house.fragment.choices));
  const [room] = useState(() => house.room(media, house.fragment.agreedTo));
  const [teaching] = useState(() => house.teaching(room));
  const [parts] = useState(() => ({
    chat: house.chat(room),
    polls: house.polls(room),
    hands: house.hands(room),
    order: house.order(room),
    lively: house.lively(room),
    waiting: house.waiting(room),
  }));
  const [board] = useState(() => house.board(room));
  const { phase } = useWatched(room.state);

  useEffect(() => {
    document.documentElement.dataset['theme'] = 'dark';
    document.title = session.title || t('common.untitledClass');
    void media.open();
    room.enter();
  }, [room, media, session.title, t]);

  return (
    <RoomContext value={{ room, media, teaching, parts, board }}>
      {phase.name === 'in' && <RoomView />}
      {phase.name === 'consent' && <ConsentGate />}
      {phase.name === 'waiting' && <WaitingRoomPage />}
      {phase.name === 'entering' && (
        <main className={styles['entering']} aria-busy="true">
          <output>{t('room.entering')}</output>
        </main>
      )}
      {phase.name === 'moved' && <MovedPage />}
      {isOver(phase) && <OverPage phase={phase} />}
    </RoomContext>
  );
}
