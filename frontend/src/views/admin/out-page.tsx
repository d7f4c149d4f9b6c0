import type { Reason } from '@liveclass/contract';
import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './admin-page.module.css';

/** A command is the same in every language. */
const COMMAND = 'npm run admin-link';

const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  'link-expired': ['admin.linkOver', 'admin.linkOverText'],
  'session-expired': ['admin.expired', 'admin.expiredText'],
  'not-signed-in': ['admin.noLink', 'admin.noLinkText'],
};

/** Nobody is signed in: how one gets in. */
export function OutPage({ reason }: { readonly reason: Reason | undefined }) {
  const { t } = useTranslation();
  const [title, text] = WORDS[reason ?? ''] ?? ['admin.signedOut', 'admin.noLinkText'];
  return (
    <main className={styles['out']}>
      <span className={styles['sign']}>
        <KeyRound size={28} aria-hidden />
      </span>
      <h1>{t(title)}</h1>
      <p className={styles['soft']}>{t(text)}</p>
      <code className={styles['command']} dir="ltr">
        {COMMAND}
      </code>
    </main>
  );
}
