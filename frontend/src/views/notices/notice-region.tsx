import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Notice, Notices } from '../../models/notices.ts';
import { classes } from '../../ui/classes.ts';
import { useWatched } from '../../ui/use-watched.ts';
import styles from './notice-region.module.css';

/** One notice at a time, above the bar and never over it. */
export function NoticeRegion({ notices }: { readonly notices: Notices }) {
  const { t } = useTranslation();
  const [queue] = useState(() => new ToastQueue<Notice>({ maxVisibleToasts: 1 }));
  const notice = useWatched(notices.state);

  useEffect(() => {
    queue.clear();
    if (notice) queue.add(notice);
  }, [queue, notice]);

  return (
    <ToastRegion queue={queue} aria-label={t('room.region.notices')} className={classes(styles['region'])}>
      {({ toast }) => (
        <Toast toast={toast} className={classes(styles['notice'], toast.content.tone === 'trouble' && styles['trouble'])}>
          <ToastContent className={classes(styles['text'])}>
            <Text slot="title">{t(toast.content.key, toast.content.values)}</Text>
          </ToastContent>
          {toast.content.undo && (
            <AriaButton className={classes(styles['undo'])} onPress={() => toast.content.undo?.()}>
              {t('common.undo')}
            </AriaButton>
          )}
          <AriaButton slot="close" className={classes(styles['close'])} aria-label={t('common.close')} onPress={() => notices.dismiss()}>
            <X size={18} aria-hidden />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}
