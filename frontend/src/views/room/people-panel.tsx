import { SignalHigh, SignalLow, SignalMedium } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { HandList } from '../hands/hand-list.tsx';
import { OrderMenu } from '../order/order-menu.tsx';
import { WaitingList } from '../waiting/waiting-list.tsx';
import styles from './panel.module.css';
import type { PanelProps } from './panels.tsx';
import { PersonRow } from './person-row.tsx';
import { useRoom } from './room-context.ts';
import { SidePanel } from './side-panel.tsx';

/** Who is here, and how well each is connected. */
export function PeoplePanel({ onClose, onOpen }: PanelProps) {
  const { t } = useTranslation();
  const { state } = useRoom();
  return (
    <SidePanel title={t('people.title')} note={t('people.inRoom', { count: state.people.length })} onClose={onClose}>
      <OrderMenu />
      <WaitingList />
      <HandList />
      <ul className={styles['list']}>
        {state.people.map((person) => (
          <PersonRow key={person.seatId} person={person} onWrite={() => onOpen('chat')} />
        ))}
      </ul>
      <MyConnection />
    </SidePanel>
  );
}

const SIGNS = { good: SignalHigh, weak: SignalMedium, bad: SignalLow } as const;

function MyConnection() {
  const { t } = useTranslation();
  const { state } = useRoom();
  const Sign = SIGNS[state.myQuality];
  return (
    <section className={styles['mine']} aria-label={t('connection.panelTitle')}>
      <Sign size={20} aria-hidden />
      <div>
        <p className={styles['name']}>{t(`connection.quality.${state.myQuality}`)}</p>
        <p className={styles['note']}>{t(`connection.advice.${state.myQuality}`)}</p>
      </div>
    </section>
  );
}
