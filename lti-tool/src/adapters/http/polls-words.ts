import type { QuestionKind } from '@liveclass/contract';
import type { CsvLanguage } from './attendance-words.ts';

interface PollCsvWords {
  readonly columns: string[];
  readonly kind: Readonly<Record<QuestionKind, string>>;
  readonly anonymous: string;
  readonly isTrue: string;
  readonly isFalse: string;
  readonly yes: string;
  readonly no: string;
}

/** Words of the file of answers that a teacher downloads. */
export const POLL_CSV_WORDS: Readonly<Record<CsvLanguage, PollCsvWords>> = {
  en: {
    columns: ['Asked', 'Question', 'Type', 'Name', 'Answer', 'Count', 'Right'],
    kind: { single: 'One choice', multiple: 'Several choices', 'true-false': 'True or false', text: 'Open text', rating: 'Rating' },
    anonymous: '(anonymous)',
    isTrue: 'True',
    isFalse: 'False',
    yes: 'Yes',
    no: 'No',
  },
  ar: {
    columns: ['وقت السؤال', 'السؤال', 'النوع', 'الاسم', 'الإجابة', 'العدد', 'صحيحة'],
    kind: { single: 'اختيار واحد', multiple: 'اختيارات متعددة', 'true-false': 'صح أو خطأ', text: 'نص حر', rating: 'تقييم' },
    anonymous: '(مجهول)',
    isTrue: 'صح',
    isFalse: 'خطأ',
    yes: 'نعم',
    no: 'لا',
  },
};
