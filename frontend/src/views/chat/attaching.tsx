import { LIMITS } from '@liveclass/contract';
import { FolderOpen, Paperclip, RotateCcw, Upload, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, FileTrigger, ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { amGuest } from '../../models/room-state.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ModalDialog } from '../../ui/dialog.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { FILE_SIGNS } from '../files/file-row.tsx';
import { useSize, useUploadRefusal } from '../files/size.ts';
import { useShelf } from '../files/use-shelf.ts';
import { useParts, useRoom } from '../room/room-context.ts';
import styles from './chat.module.css';

/** Puts a file to the message: one of the library, or one of this machine. The library is not for guests. */
export function AttachButton() {
  const { t } = useTranslation();
  const { state } = useRoom();
  const [isOpen, setIsOpen] = useState(false);
  if (amGuest(state)) return null;
  return (
    <>
      <IconButton label={t('chat.attach')} onPress={() => setIsOpen(true)}>
        <Paperclip size={20} aria-hidden />
      </IconButton>
      <ModalDialog title={t('chat.attach')} isOpen={isOpen} onClose={() => setIsOpen(false)} closeLabel={t('common.close')}>
        <Choices onDone={() => setIsOpen(false)} />
      </ModalDialog>
    </>
  );
}

function Choices({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const { attachment } = useParts().chat;
  const size = useSize();
  const { reply, refusedBy } = useShelf();
  if (!reply) return <p role="status">{t(refusedBy ? `reasons.${refusedBy}` : 'common.loading')}</p>;
  const files = reply.files.filter(({ state, hidden }) => state === 'ready' && !hidden);
  const upload = (file: File | undefined) => {
    if (file) void attachment.upload(file);
    onDone();
  };
  return (
    <div className={styles['attach']}>
      {reply.mayUpload && (
        <>
          <FileTrigger onSelect={(chosen) => upload(chosen?.[0])}>
            <Button icon={<Upload size={18} aria-hidden />}>{t('chat.attachUpload')}</Button>
          </FileTrigger>
          <p className={styles['hint']}>{t('chat.attachMost', { most: size(LIMITS.chatFileBytes) })}</p>
        </>
      )}
      <h3 className={styles['settingsHead']}>{t('chat.attachLibrary')}</h3>
      {files.length === 0 && (
        <p className={styles['attachEmpty']}>
          <FolderOpen size={20} aria-hidden /> {t('chat.attachNone')}
        </p>
      )}
      <ul className={styles['attachList']}>
        {files.map((file) => {
          const Sign = FILE_SIGNS[file.kind];
          return (
            <li key={file.fileId}>
              <AriaButton
                className={classes(styles['attachRow'])}
                onPress={() => {
                  attachment.choose(file);
                  onDone();
                }}
              >
                <Sign size={20} className={styles['fileSign']} aria-hidden />
                <bdi className={styles['fileName']}>{file.name}</bdi>
                <span className={styles['hint']}>{size(file.bytes)}</span>
              </AriaButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What is put to the message, with a way to take it back. */
export function Attachment() {
  const { t } = useTranslation();
  const { attachment } = useParts().chat;
  const size = useSize();
  const why = useUploadRefusal(LIMITS.chatFileBytes);
  const attached = useWatched(attachment.state);
  if (attached.phase === 'none') return null;
  const { phase } = attached;
  const { name } = phase === 'ready' ? attached.file : attached;
  return (
    <div className={styles['attached']} data-testid="chat-attached" data-state={phase}>
      <div className={styles['fileWords']}>
        <p className={styles['fileName']}>
          <bdi>{name}</bdi>
        </p>
        {phase === 'uploading' && (
          <ProgressBar value={attached.progress * 100} aria-label={t('files.uploading', { name })} className={classes(styles['uploadBar'])}>
            {({ percentage }) => <span className={styles['uploaded']} style={{ inlineSize: `${percentage ?? 0}%` }} />}
          </ProgressBar>
        )}
        {phase === 'failed' && (
          <p className={styles['attachFailed']} role="alert">
            {why(attached.reason)}
          </p>
        )}
        {phase === 'ready' && <p className={styles['hint']}>{size(attached.file.bytes)}</p>}
      </div>
      {phase === 'failed' && (
        <IconButton label={t('files.retry', { name })} onPress={() => attachment.retry()}>
          <RotateCcw size={18} aria-hidden />
        </IconButton>
      )}
      <IconButton label={t('chat.file.remove', { name })} onPress={() => attachment.drop()}>
        <X size={18} aria-hidden />
      </IconButton>
    </div>
  );
}
