import { useEffect, useRef } from 'react';
import { classes } from '../../ui/classes.ts';
import styles from './track-video.module.css';

interface Props {
  readonly track: MediaStreamTrack;
  readonly label: string;
  /** One's own face is shown as in a mirror, for that is how people know it. */
  readonly isMirrored?: boolean;
  readonly isContained?: boolean;
}

/** The picture of one track. Its sound, if any, is played elsewhere. */
export function TrackVideo({ track, label, isMirrored, isContained }: Props) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    video.srcObject = new MediaStream([track]);
    // Autoplay of a silent picture is allowed everywhere; a refusal means that the element is already gone.
    void video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={element}
      autoPlay
      playsInline
      muted
      aria-label={label}
      className={classes(styles['video'], isMirrored && styles['mirrored'], isContained && styles['contained'])}
    />
  );
}
