import type { RecordingView } from '@liveclass/contract';
import { Film } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHere } from '../house-context.ts';
import styles from './recording-list.module.css';
import { RecordingRow } from './recording-row.tsx';

/** The class's library, newest first. */
export function RecordingList({ recordings }: { readonly recordings: readonly RecordingView[] }) {
  const { t } = useTranslation();
  const { session } = useHere();
  const isTeacher = session.role === 'teacher';
  const newestFirst = [...recordings].sort((a, b) => b.startedAt - a.startedAt);
  return (
    <section className={styles['library']} aria-labelledby="library-title">
      <h2 id="library-title">{t('library.title')}</h2>
      {newestFirst.length === 0 ? (
        <p className={styles['empty']}>
          <Film size={20} aria-hidden /> {t(isTeacher ? 'library.emptyTeacher' : 'library.empty')}
        </p>
      ) : (
        <ul className={styles['list']}>
          {newestFirst.map((recording) => (
            <RecordingRow key={recording.recordingId} recording={recording} isTeacher={isTeacher} />
          ))}
        </ul>
      )}
    </section>
  );
}
