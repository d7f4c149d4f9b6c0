import type { FileView } from '@liveclass/contract';
import { Download, EllipsisVertical, Eye, EyeOff, File as FileIcon, FileText, Image, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileShelf } from '../../models/file-shelf.ts';
import { IconButton } from '../../ui/button.tsx';
import { type Choice, ChoiceMenu } from '../../ui/menu.tsx';
import { useHere } from '../house-context.ts';
import { HiddenMark } from '../lobby/hidden-mark.tsx';
import { useWhen } from '../lobby/when.ts';
import { TitleEditor } from '../title-editor.tsx';
import styles from './files.module.css';
import { openFile } from './open-file.ts';
import { useSize } from './size.ts';

/** What stands beside a file's name. */
export const FILE_SIGNS = { pdf: FileText, image: Image, other: FileIcon } as const;

interface Props {
  readonly file: FileView;
  readonly shelf: FileShelf;
}

export function FileRow({ file, shelf }: Props) {
  const { t } = useTranslation();
  const { session } = useHere();
  const size = useSize();
  const when = useWhen();
  const [isRenaming, setIsRenaming] = useState(false);
  const Sign = FILE_SIGNS[file.kind];
  return (
    <li className={styles['row']} data-testid="file" data-name={file.name} data-state={file.state}>
      <Sign size={20} className={styles['sign']} aria-hidden />
      <div className={styles['what']}>
        {isRenaming ? (
          <TitleEditor
            title={file.name}
            label={t('files.renameLabel')}
            onSave={(name) => void shelf.rename(file.fileId, name)}
            onDone={() => setIsRenaming(false)}
          />
        ) : (
          <p className={styles['name']}>
            <bdi>{file.name}</bdi>
          </p>
        )}
        <p className={styles['facts']}>
          <span>{size(file.bytes)}</span>
          <span>{when(file.uploadedAt)}</span>
          {file.state !== 'ready' && <span>{t(`files.state.${file.state}`)}</span>}
        </p>
        {file.hidden && <HiddenMark />}
      </div>
      {file.state === 'ready' && <OpenButton file={file} shelf={shelf} />}
      {session.role === 'teacher' && <RowMenu file={file} shelf={shelf} onRename={() => setIsRenaming(true)} />}
    </li>
  );
}

function OpenButton({ file, shelf }: Props) {
  const { t } = useTranslation();
  return (
    <IconButton label={t('files.open', { name: file.name })} onPress={() => void openFile(file.kind, () => shelf.link(file.fileId))}>
      <Download size={20} aria-hidden />
    </IconButton>
  );
}

function RowMenu({ file, shelf, onRename }: Props & { onRename(): void }) {
  const { t } = useTranslation();
  const { fileId, hidden, name } = file;
  const choices: Choice[] = [
    { id: 'rename', label: t('library.rename'), icon: <Pencil size={18} />, onChoose: onRename },
    {
      id: 'hide',
      label: t(hidden ? 'library.show' : 'library.hide'),
      icon: hidden ? <Eye size={18} /> : <EyeOff size={18} />,
      onChoose: () => void shelf.setHidden(fileId, !hidden),
    },
    { id: 'delete', label: t('library.delete'), icon: <Trash2 size={18} />, isDanger: true, onChoose: () => shelf.remove(fileId) },
  ];
  const label = t('library.actions', { title: name });
  return (
    <ChoiceMenu label={label} choices={choices}>
      <IconButton label={label}>
        <EllipsisVertical size={20} aria-hidden />
      </IconButton>
    </ChoiceMenu>
  );
}
