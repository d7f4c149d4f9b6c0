import { useTranslation } from 'react-i18next';
import { FileList } from './file-list.tsx';
import styles from './files.module.css';

/** The class's files in its lobby. */
export function FilesSection() {
  const { t } = useTranslation();
  return (
    <section className={styles['section']} aria-labelledby="files-title">
      <h2 id="files-title">{t('files.title')}</h2>
      <FileList />
    </section>
  );
}
