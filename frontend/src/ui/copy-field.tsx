import { Check, Copy } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import styles from './copy-field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly copyLabel: string;
  readonly copiedLabel: string;
}

const COPIED_MS = 2_000;

/** A value to be carried elsewhere: shown whole, selected by a click, copied by its button. */
export function CopyField({ label, value, copyLabel, copiedLabel }: Props) {
  const id = useId();
  const text = useRef<HTMLOutputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const select = () => {
    if (text.current) getSelection()?.selectAllChildren(text.current);
  };
  const copy = () => {
    // Where the browser keeps the clipboard closed the value is selected, so that the keyboard copies it.
    navigator.clipboard?.writeText(value).then(() => setIsCopied(true), select) ?? select();
  };
  return (
    <div className={styles['field']}>
      <span id={id} className={styles['label']}>
        {label}
      </span>
      <div className={styles['row']}>
        <output ref={text} className={styles['value']} aria-labelledby={id} dir="ltr">
          {value}
        </output>
        <IconButton label={isCopied ? copiedLabel : copyLabel} onPress={copy}>
          {isCopied ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
        </IconButton>
      </div>
      <span className={styles['said']} role="status">
        {isCopied ? copiedLabel : ''}
      </span>
    </div>
  );
}
