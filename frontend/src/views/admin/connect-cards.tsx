import type { PlatformView, ToolAbout } from '@liveclass/contract';
import { Blocks, GraduationCap, Link2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './admin-page.module.css';
import { EdxDialog } from './edx-dialog.tsx';
import { InvitationDialog } from './invitation-dialog.tsx';

type Way = 'moodle' | 'lms' | 'edx';

const ICONS: Readonly<Record<Way, ReactNode>> = {
  moodle: <GraduationCap size={24} aria-hidden />,
  lms: <Link2 size={24} aria-hidden />,
  edx: <Blocks size={24} aria-hidden />,
};

interface Props {
  readonly about: ToolAbout;
  readonly platforms: readonly PlatformView[];
}

/** The three ways in which a course site comes to the tool. */
export function ConnectCards({ about, platforms }: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way | undefined>();
  const close = () => setWay(undefined);
  return (
    <section className={styles['section']} aria-labelledby="connect">
      <h2 id="connect">{t('admin.add')}</h2>
      <ul className={styles['cards']}>
        {(['moodle', 'lms', 'edx'] as const).map((one) => (
          <li key={one} className={styles['card']}>
            <span className={styles['sign']}>{ICONS[one]}</span>
            <p className={styles['soft']}>{t(`admin.${one}Text`)}</p>
            <Button isWide onPress={() => setWay(one)}>
              {t(`admin.${one}`)}
            </Button>
          </li>
        ))}
      </ul>
      {(way === 'moodle' || way === 'lms') && <InvitationDialog way={way} about={about} platforms={platforms} onClose={close} />}
      {way === 'edx' && <EdxDialog about={about} onClose={close} />}
    </section>
  );
}
