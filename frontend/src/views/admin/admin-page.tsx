import { LogOut } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { House } from '../../house.ts';
import type { DeskState } from '../../models/desk.ts';
import { Button } from '../../ui/button.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { ProblemPage, WaitingPage } from '../pages/pages.tsx';
import styles from './admin-page.module.css';
import { ConnectCards } from './connect-cards.tsx';
import { DeskContext } from './desk-context.ts';
import { OutPage } from './out-page.tsx';
import { PlatformList } from './platform-list.tsx';

/** Where whoever looks after the tool connects course sites to it. */
export default function AdminPage({ house }: { readonly house: House }) {
  const { t } = useTranslation();
  const [desk] = useState(() => house.desk());
  const state = useWatched(desk.state);

  useEffect(() => {
    document.title = t('admin.title');
    void desk.enter(house.fragment.code);
    // What was done elsewhere meanwhile, in Moodle for instance, is seen on coming back.
    const refresh = () => void desk.refresh();
    addEventListener('focus', refresh);
    return () => removeEventListener('focus', refresh);
  }, [desk, house, t]);

  if (state.phase === 'entering') return <WaitingPage />;
  if (state.phase === 'out') {
    const isOut = [undefined, 'not-signed-in', 'session-expired', 'link-expired'].includes(state.reason);
    return isOut || !state.reason ? <OutPage reason={state.reason} /> : <ProblemPage kind="refused" reason={state.reason} />;
  }
  return (
    <DeskContext value={desk}>
      <Inside state={state} onSignOut={() => void desk.signOut()} />
    </DeskContext>
  );
}

interface InsideProps {
  readonly state: Extract<DeskState, { phase: 'in' }>;
  onSignOut(): void;
}

function Inside({ state, onSignOut }: InsideProps) {
  const { t } = useTranslation();
  const { about, platforms, trouble } = state;
  return (
    <main className={styles['page']} aria-busy={(!platforms && !trouble) || undefined}>
      <header className={styles['head']}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        <div className={styles['title']}>
          <h1>{t('admin.title')}</h1>
          <p className={styles['soft']}>{t('admin.version', { version: about.version })}</p>
        </div>
        <Button look="quiet" icon={<LogOut size={18} aria-hidden />} onPress={onSignOut}>
          {t('admin.signOut')}
        </Button>
      </header>
      <PlatformList platforms={platforms} trouble={trouble} />
      <ConnectCards about={about} platforms={platforms ?? []} />
    </main>
  );
}
