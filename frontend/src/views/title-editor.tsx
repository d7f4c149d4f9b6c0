import { LIMITS } from '@liveclass/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextInput } from '../ui/fields.tsx';

interface Props {
  readonly title: string;
  /** What it is the name of; a recording unless said otherwise. */
  readonly label?: string;
  /** Only with a title that is another one than before. */
  onSave(title: string): void;
  /** The field is to go: after saving, and after Escape. */
  onDone(): void;
}

/** A title while it is being changed, in the place of the title itself. */
export function TitleEditor({ title, label, onSave, onDone }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(title);
  const save = () => {
    const wanted = draft.trim();
    if (wanted && wanted !== title) onSave(wanted);
    onDone();
  };
  return (
    <TextInput
      label={label ?? t('library.renameLabel')}
      isLabelHidden
      shouldFocus
      value={draft}
      maxLength={LIMITS.titleChars}
      onChange={setDraft}
      onBlur={save}
      onKeyDown={(key) => {
        if (key === 'Enter') save();
        if (key === 'Escape') onDone();
      }}
    />
  );
}
