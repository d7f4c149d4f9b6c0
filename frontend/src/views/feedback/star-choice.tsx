import { Star } from 'lucide-react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import styles from './feedback.module.css';

interface Props {
  readonly stars: number | null;
  onChoose(stars: number): void;
}

/** One to five stars; for keyboards and screen readers a choice of five. */
export function StarChoice({ stars, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <RadioGroup
      orientation="horizontal"
      className={classes(styles['stars'])}
      value={stars === null ? null : String(stars)}
      onChange={(value) => onChoose(Number(value))}
    >
      <Label className={classes(styles['hidden'])}>{t('feedback.stars')}</Label>
      {[1, 2, 3, 4, 5].map((count) => (
        <Radio key={count} value={String(count)} aria-label={t('feedback.star', { count })} className={classes(styles['star'])}>
          <Star size={28} aria-hidden data-filled={(stars !== null && count <= stars) || undefined} />
        </Radio>
      ))}
    </RadioGroup>
  );
}
