import type { Reason } from '@liveclass/contract';
import { RotateCcw, X } from 'lucide-react';
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { FileShelf, UploadView } from '../../models/file-shelf.ts';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import styles from './files.module.css';
import { useUploadRefusal } from './size.ts';

/** The same file again would be refused again. */
const HOPELESS: ReadonlySet<Reason> = new Set(['too-large', 'wrong-type', 'infected', 'forbidden']);

/** A file on its way: how far it is, a way to take it back, and after a failure why and a way to try again. */
export function UploadRow({ upload, shelf }: { readonly upload: UploadView; readonly shelf: FileShelf }) {
  const { t } = useTranslation();
  const why = useUploadRefusal();
  const { id, name, progress, failedBy } = upload;
  return (
    <li className={styles['row']} data-testid="upload" data-state={failedBy ? 'failed' : 'going'}>
      <div className={styles['what']}>
        <p className={styles['name']}>
          <bdi>{name}</bdi>
        </p>
        {failedBy ? (
          <p className={styles['refused']} role="alert">
            {why(failedBy)}
          </p>
        ) : (
          <ProgressBar value={progress * 100} aria-label={t('files.uploading', { name })} className={classes(styles['progress'])}>
            {({ percentage }) => <span className={styles['done']} style={{ inlineSize: `${percentage ?? 0}%` }} />}
          </ProgressBar>
        )}
      </div>
      {failedBy && !HOPELESS.has(failedBy) && (
        <IconButton label={t('files.retry', { name })} onPress={() => shelf.retry(id)}>
          <RotateCcw size={20} aria-hidden />
        </IconButton>
      )}
      <IconButton label={t('files.cancel', { name })} onPress={() => shelf.cancel(id)}>
        <X size={20} aria-hidden />
      </IconButton>
    </li>
  );
}
