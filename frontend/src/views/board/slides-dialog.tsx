import type { FileView } from '@liveclass/contract';
import { FileText, Image, Upload } from 'lucide-react';
import { FileTrigger, ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Making } from '../../models/slide-making.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ModalDialog } from '../../ui/dialog.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import styles from '../files/files.module.css';
import { UploadRow } from '../files/upload-row.tsx';
import { useShelf } from '../files/use-shelf.ts';
import { useRoom } from '../room/room-context.ts';

/** Nothing else becomes a page. */
const TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'];

/** From the class's files to pages of the board. */
export function SlidesDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { shelf, reply, refusedBy, uploads } = useShelf();
  const files = reply?.files.filter(({ kind, state }) => kind !== 'other' && state !== 'infected') ?? [];
  return (
    <ModalDialog title={t('slides.title')} isOpen onClose={onClose} closeLabel={t('common.close')}>
      <div className={styles['adding']}>
        <FileTrigger allowsMultiple acceptedFileTypes={TYPES} onSelect={(chosen) => shelf.add([...(chosen ?? [])])}>
          <Button icon={<Upload size={18} aria-hidden />}>{t('files.upload')}</Button>
        </FileTrigger>
        <p className={styles['soft']}>{t('slides.hint')}</p>
      </div>
      {refusedBy && (
        <p className={styles['refused']} role="alert">
          {t(`reasons.${refusedBy}`)}
        </p>
      )}
      {!reply && !refusedBy && <p role="status">{t('common.loading')}</p>}
      <ul className={styles['list']}>
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} shelf={shelf} />
        ))}
        {files.map((file) => (
          <SlidesRow key={file.fileId} file={file} onPlaced={onClose} />
        ))}
      </ul>
      {reply && files.length + uploads.length === 0 && <p className={styles['empty']}>{t('slides.empty')}</p>}
    </ModalDialog>
  );
}

function SlidesRow({ file, onPlaced }: { readonly file: FileView; onPlaced(): void }) {
  const { t } = useTranslation();
  const { board } = useRoom();
  const making = useWatched(board.slides.state).get(file.fileId);
  const isUnderWay = making !== undefined && making.failedBy === undefined;
  const place = async () => {
    if (await board.slides.place(file.fileId)) onPlaced();
  };
  const Sign = file.kind === 'pdf' ? FileText : Image;
  return (
    <li className={styles['row']} data-testid="slides" data-name={file.name}>
      <Sign size={20} className={styles['sign']} aria-hidden />
      <div className={styles['what']}>
        <p className={styles['name']}>
          <bdi>{file.name}</bdi>
        </p>
        {file.state !== 'ready' && <p className={styles['soft']}>{t(`files.state.${file.state}`)}</p>}
        {making && <HowFar making={making} name={file.name} />}
      </div>
      {file.state === 'ready' && !isUnderWay && (
        <Button aria-label={t(making ? 'slides.againOne' : 'slides.placeOne', { name: file.name })} onPress={() => void place()}>
          {t(making ? 'common.tryAgain' : 'slides.place')}
        </Button>
      )}
    </li>
  );
}

function HowFar({ making: { made, pages, failedBy }, name }: { readonly making: Making; readonly name: string }) {
  const { t } = useTranslation();
  if (failedBy)
    return (
      <p className={styles['refused']} role="alert">
        {t([`slides.fault.${failedBy}`, `reasons.${failedBy}`])}
      </p>
    );
  return (
    <>
      <p className={styles['soft']}>{pages === null ? t('slides.opening') : t('slides.making', { made, pages })}</p>
      <ProgressBar
        value={pages === null ? 0 : (made / pages) * 100}
        aria-label={t('slides.progress', { name })}
        className={classes(styles['progress'])}
      >
        {({ percentage }) => <span className={styles['done']} style={{ inlineSize: `${percentage ?? 0}%` }} />}
      </ProgressBar>
    </>
  );
}
