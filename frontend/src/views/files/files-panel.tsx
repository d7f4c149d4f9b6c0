import { useTranslation } from 'react-i18next';
import { SidePanel } from '../room/side-panel.tsx';
import { FileList } from './file-list.tsx';
import styles from './files.module.css';

/** The class's files beside the stage. */
export default function FilesPanel({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <SidePanel title={t('files.title')} onClose={onClose}>
      <div className={styles['panel']}>
        <FileList />
      </div>
    </SidePanel>
  );
}
