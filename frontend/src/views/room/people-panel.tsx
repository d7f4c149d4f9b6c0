import { SignalHigh, SignalLow, SignalMedium, X } from 'lucide-react';
import { useRef } from 'react';
import { useLandmark } from 'react-aria/useLandmark';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import styles from './panel.module.css';
import { PersonRow } from './person-row.tsx';
import { useRoom } from './room-context.ts';

/** Who is here, and how well each is connected. */
export function PeoplePanel({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { state } = useRoom();
  const ref = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: 'complementary', 'aria-label': t('room.region.panel') }, ref);
  return (
    <aside ref={ref} {...landmarkProps} className={styles['panel']}>
      <header className={styles['head']}>
        <div>
          <h2>{t('people.title')}</h2>
          <p className={styles['count']}>{t('people.inRoom', { count: state.people.length })}</p>
        </div>
        <IconButton label={t('common.close')} onPress={onClose}>
          <X size={20} aria-hidden />
        </IconButton>
      </header>
      <ul className={styles['list']}>
        {state.people.map((person) => (
          <PersonRow key={person.seatId} person={person} />
        ))}
      </ul>
      <MyConnection />
    </aside>
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
