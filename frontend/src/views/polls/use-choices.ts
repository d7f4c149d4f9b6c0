import { type PollAnswer, type PollView, placesOf } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';

type Asked = Pick<PollView, 'kind' | 'options'>;

/** The words of a question's choices, by place, and of an answer. */
export function useChoices() {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const names = ({ kind, options }: Asked): readonly string[] => {
    if (kind === 'true-false') return [t('polls.isTrue'), t('polls.isFalse')];
    if (kind === 'rating') return Array.from({ length: placesOf({ kind, options: [] }) }, (_, place) => number.format(place + 1));
    return options;
  };
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  return {
    names,
    said: (poll: Asked, answer: PollAnswer): string => {
      if ('text' in answer) return answer.text;
      const all = names(poll);
      return list.format([...answer.chosen].sort((one, other) => one - other).map((place) => all[place] ?? ''));
    },
  };
}
