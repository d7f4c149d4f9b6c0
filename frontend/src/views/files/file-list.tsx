import type { FilesReply } from '@liveclass/contract';
import { FolderOpen, Upload } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { FileShelf } from '../../models/file-shelf.ts';
import { Button } from '../../ui/button.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { useHere } from '../house-context.ts';
import { FileRow } from './file-row.tsx';
import styles from './files.module.css';
import { useSize } from './size.ts';
import { UploadRow } from './upload-row.tsx';
import { useShelf } from './use-shelf.ts';

/** What there is, what is on its way, and for those who may the ways to add and to govern. */
export function FileList() {
  const { t } = useTranslation();
  const { shelf, reply, refusedBy, uploads } = useShelf();
  if (!reply && refusedBy)
    return (
      <div className={styles['empty']} role="alert">
        <p>{t(`reasons.${refusedBy}`)}</p>
        <Button onPress={() => void shelf.refresh()}>{t('common.tryAgain')}</Button>
      </div>
    );
  if (!reply) return <p role="status">{t('common.loading')}</p>;
  return (
    <>
      {refusedBy && (
        <p className={styles['refused']} role="status">
          {t(`reasons.${refusedBy}`)}
        </p>
      )}
      {reply.mayUpload && <Adding shelf={shelf} reply={reply} />}
      {uploads.length > 0 && (
        <ul className={styles['list']}>
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} shelf={shelf} />
          ))}
        </ul>
      )}
      {reply.files.length === 0 ? (
        <p className={styles['empty']}>
          <FolderOpen size={20} aria-hidden /> {t(reply.mayUpload ? 'files.emptyMine' : 'files.empty')}
        </p>
      ) : (
        <ul className={styles['list']}>
          {reply.files.map((file) => (
            <FileRow key={file.fileId} file={file} shelf={shelf} />
          ))}
        </ul>
      )}
      <StudentsSwitch shelf={shelf} isOn={reply.studentsMayUpload} />
    </>
  );
}

function StudentsSwitch({ shelf, isOn }: { readonly shelf: FileShelf; readonly isOn: boolean }) {
  const { t } = useTranslation();
  const { session } = useHere();
  if (session.role !== 'teacher') return null;
  return (
    <SwitchInput isOn={isOn} onChange={(may) => void shelf.letStudentsUpload(may)}>
      {t('files.studentsMay')}
    </SwitchInput>
  );
}

function Adding({ shelf, reply }: { readonly shelf: FileShelf; readonly reply: FilesReply }) {
  const { t } = useTranslation();
  const size = useSize();
  const { usedBytes, quotaBytes, chatBytes } = reply;
  return (
    <div className={styles['adding']}>
      <FileTrigger allowsMultiple onSelect={(files) => shelf.add([...(files ?? [])])}>
        <Button icon={<Upload size={18} aria-hidden />}>{t('files.upload')}</Button>
      </FileTrigger>
      <p className={styles['facts']}>
        <span>{t('files.used', { used: size(usedBytes), quota: size(quotaBytes) })}</span>
        {chatBytes > 0 && <span>{t('files.inChat', { used: size(chatBytes) })}</span>}
      </p>
    </div>
  );
}
