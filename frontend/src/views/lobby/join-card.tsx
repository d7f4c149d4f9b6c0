import { type ClassView, CONSENT_VERSION } from '@liveclass/contract';
import { CircleDot } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fragmentOf } from '../../links/choices.ts';
import type { MyMedia } from '../../models/my-media.ts';
import { Button } from '../../ui/button.tsx';
import { CheckboxInput } from '../../ui/fields.tsx';
import { useHere } from '../house-context.ts';
import styles from './lobby-page.module.css';
import { NotLive } from './next-meeting.tsx';
import { useOpenRoom } from './open-room.ts';
import { useWhen } from './when.ts';

interface Props {
  readonly view: ClassView | undefined;
  readonly media: MyMedia;
}

/** The one big button, and what a person wants to know before pressing it. */
export function JoinCard({ view, media }: Props) {
  const { t } = useTranslation();
  const { session } = useHere();
  const [hasAgreed, setHasAgreed] = useState(false);
  const isRecorded = Boolean(view?.session?.recording) || view?.recordFromStart === true;
  const agreedTo = isRecorded && hasAgreed ? CONSENT_VERSION : undefined;
  const { state, open } = useOpenRoom('room', () => fragmentOf(media.state.get().choices, agreedTo));
  const isStart = session.role === 'teacher' && view !== undefined && view.session === null;
  return (
    <section className={styles['card']}>
      <LiveState view={view} />
      {isRecorded && (
        <div className={styles['consent']}>
          <h2>
            <CircleDot size={18} aria-hidden /> {t(view?.session?.recording ? 'consent.title' : 'consent.titleBefore')}
          </h2>
          <p>{t('consent.text')}</p>
          <CheckboxInput isOn={hasAgreed} onChange={setHasAgreed}>
            {t('consent.check')}
          </CheckboxInput>
        </div>
      )}
      <Button look="primary" isLarge isWide isDisabled={!view || (isRecorded && !hasAgreed) || state.phase === 'opening'} onPress={open}>
        {t(state.phase === 'opening' ? 'lobby.joining' : isStart ? 'lobby.start' : 'lobby.join')}
      </Button>
      <div aria-live="polite" className={styles['after']}>
        {state.phase === 'blocked' ? (
          <p>
            {t('lobby.blocked')}{' '}
            <a href={state.url} target="_blank" rel="noreferrer">
              {t('lobby.openRoom')}
            </a>
          </p>
        ) : state.phase === 'refused' ? (
          <p className={styles['refused']}>{t(`reasons.${state.reason}`)}</p>
        ) : (
          <p>{t(state.phase === 'opened' ? 'lobby.opened' : 'lobby.opensTab')}</p>
        )}
      </div>
    </section>
  );
}

function LiveState({ view }: { readonly view: ClassView | undefined }) {
  const { t } = useTranslation();
  const when = useWhen();
  if (!view)
    return (
      <p className={styles['state']} aria-busy>
        {t('common.loading')}
      </p>
    );
  if (!view.session) return <NotLive view={view} />;
  const { people, startedAt } = view.session;
  return (
    <div className={styles['state']}>
      <p className={styles['live']}>
        <span className={styles['dot']} aria-hidden /> {t('lobby.live')}
      </p>
      <p>{people === 0 ? t('lobby.nobody') : t('lobby.people', { count: people })}</p>
      <p>{t('lobby.liveSince', { time: when(startedAt) })}</p>
    </div>
  );
}
