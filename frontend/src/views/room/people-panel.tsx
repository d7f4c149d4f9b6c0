import { MicOff, MonitorX, SignalHigh, SignalLow, SignalMedium, VideoOff, X } from 'lucide-react';
import { useRef } from 'react';
import { useLandmark } from 'react-aria/useLandmark';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../models/people.ts';
import { NO_MEDIA } from '../../models/person-media.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import styles from './panel.module.css';
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

function PersonRow({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const { state, teaching } = useRoom();
  const { seatId, name, role, isMe, connected } = person;
  const media = state.media.get(seatId) ?? NO_MEDIA;
  const mayGovern = state.me?.role === 'teacher' && !isMe;
  const isHeard = media.microphone !== undefined && !media.microphone.isPaused;
  const notes = [t(`role.${role}`), !connected && t('room.tile.away'), media.weakEnd && t(`connection.weakEnd.${media.weakEnd}`, { name })];
  return (
    <li className={styles['row']}>
      <Avatar name={name} isSmall />
      <div className={styles['who']}>
        <p className={styles['name']}>
          <bdi>{isMe ? t('common.youName', { name }) : name}</bdi>
        </p>
        <p className={styles['note']}>{notes.filter(Boolean).join(' · ')}</p>
      </div>
      {mayGovern && isHeard && (
        <IconButton label={t('room.muteOther', { name })} onPress={() => void teaching.mute(seatId, 'microphone')}>
          <MicOff size={18} aria-hidden />
        </IconButton>
      )}
      {mayGovern && media.camera && (
        <IconButton label={t('room.stopCameraOther', { name })} onPress={() => void teaching.mute(seatId, 'camera')}>
          <VideoOff size={18} aria-hidden />
        </IconButton>
      )}
      {mayGovern && media.screen && (
        <IconButton label={t('room.stopScreenOther', { name })} onPress={() => void teaching.mute(seatId, 'screen')}>
          <MonitorX size={18} aria-hidden />
        </IconButton>
      )}
    </li>
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
