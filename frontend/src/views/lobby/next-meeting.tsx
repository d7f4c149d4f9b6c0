import type { ClassView, Meeting } from '@liveclass/contract';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { standing } from '../../models/plan.ts';
import { useHere } from '../house-context.ts';
import styles from './lobby-page.module.css';
import { useNow } from './use-now.ts';
import { useWhen } from './when.ts';

/** What is said while nobody is in the room: when the class meets next, or how it ended last. */
export function NotLive({ view }: { readonly view: ClassView }) {
  const { t } = useTranslation();
  const when = useWhen();
  if (view.next) return <NextMeeting next={view.next} />;
  return (
    <div className={styles['state']}>
      <p className={styles['quiet']}>{t('lobby.notLive')}</p>
      <p>{view.lastEndedAt === null ? t('lobby.nobody') : t('lobby.endedAt', { time: when(view.lastEndedAt) })}</p>
    </div>
  );
}

function NextMeeting({ next }: { readonly next: Meeting }) {
  const { t, i18n } = useTranslation();
  const { house } = useHere();
  const { kind, minutes } = standing(next, useNow());
  useEffect(() => {
    // Nobody tells of a meeting that ends without anybody; the one after it is asked for.
    if (kind !== 'over') return;
    house.api
      .theClass()
      .then((view) => house.library.take(view))
      .catch(() => undefined);
  }, [kind, house]);
  const clock = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', day: 'numeric', month: 'long' });
  const inMinutes = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' }).format(minutes, 'minute');
  return (
    <div className={styles['state']} data-testid="next-meeting">
      <p className={styles['quiet']}>
        {kind === 'soon' ? t('plan.startsIn', { time: inMinutes }) : t(kind === 'later' ? 'plan.next' : 'plan.now')}
      </p>
      <p>{day.format(next.startsAt)}</p>
      <p>{clock.formatRange(next.startsAt, next.endsAt)}</p>
    </div>
  );
}
