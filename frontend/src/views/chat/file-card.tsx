import type { ChatFile } from '@liveclass/contract';
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { FILE_SIGNS } from '../files/file-row.tsx';
import { openFile } from '../files/open-file.ts';
import { useSize } from '../files/size.ts';
import { useHere } from '../house-context.ts';
import styles from './chat.module.css';

/** The file of a message: what it is, how large, and the way to it. */
export function FileCard({ file, isSent = true }: { readonly file: ChatFile; readonly isSent?: boolean }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const size = useSize();
  const { fileId, name, kind, bytes, isGone } = file;
  const Sign = FILE_SIGNS[kind];
  const isThere = isSent && !isGone;
  return (
    <div className={styles['file']} data-testid="chat-file" data-name={name} data-gone={isGone}>
      {isThere && file.size && <Picture file={file} size={file.size} />}
      <div className={styles['fileLine']}>
        <Sign size={20} className={styles['fileSign']} aria-hidden />
        <div className={styles['fileWords']}>
          <p className={styles['fileName']}>
            <bdi>{name}</bdi>
          </p>
          <p className={styles['fileFacts']}>
            {isGone ? <span>{t('chat.file.gone')}</span> : <span>{t(`chat.file.kind.${kind}`)}</span>}
            <span>{size(bytes)}</span>
          </p>
        </div>
        {isThere && (
          <IconButton label={t('files.open', { name })} onPress={() => void openFile(kind, () => house.files.link(fileId))}>
            <Download size={20} aria-hidden />
          </IconButton>
        )}
      </div>
    </div>
  );
}

interface PictureProps {
  readonly file: ChatFile;
  readonly size: NonNullable<ChatFile['size']>;
}

/** Its place is kept before it is there, so that nothing jumps; it is asked for when it comes into sight, by a link like any other. */
function Picture({ file: { fileId, name }, size: { width, height } }: PictureProps) {
  const { house } = useHere();
  const frame = useRef<HTMLDivElement>(null);
  const [url, setUrl] = useState<string>();
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      sight.disconnect();
      void house.api.files.link(fileId).then(
        (link) => setUrl(link.url),
        () => setIsBroken(true),
      );
    });
    sight.observe(element);
    return () => sight.disconnect();
  }, [fileId, house]);
  if (isBroken) return null;
  return (
    <div ref={frame} className={styles['picture']} style={{ aspectRatio: `${width} / ${height}`, maxInlineSize: width }}>
      {url && <img src={url} alt={name} referrerPolicy="no-referrer" draggable={false} onError={() => setIsBroken(true)} />}
    </div>
  );
}
