import { useTranslation } from 'react-i18next';
import styles from './lobby-page.module.css';
import type { Opening } from './open-room.ts';

/** What became of a click that opens a tab. */
export function OpeningNote({ state }: { readonly state: Opening }) {
  const { t } = useTranslation();
  if (state.phase === 'blocked')
    return (
      <p>
        {t('lobby.blocked')}{' '}
        <a href={state.url} target="_blank" rel="noreferrer">
          {t('lobby.openRoom')}
        </a>
      </p>
    );
  if (state.phase === 'refused') return <p className={styles['refused']}>{t(`reasons.${state.reason}`)}</p>;
  return <p>{t(state.phase === 'opened' ? 'lobby.opened' : 'lobby.opensTab')}</p>;
}
