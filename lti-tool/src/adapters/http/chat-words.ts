import type { CsvLanguage } from './attendance-words.ts';

interface ChatWords {
  readonly columns: string[];
  readonly everybody: string;
  /** `{name}` and `{at}` are filled in. */
  readonly deleted: string;
  readonly edited: string;
  readonly privately: string;
}

/** Words of the chat as a teacher downloads it. */
export const CHAT_WORDS: Readonly<Record<CsvLanguage, ChatWords>> = {
  en: {
    columns: ['Written', 'From', 'To', 'Message', 'Changed', 'Deleted', 'Deleted by'],
    everybody: 'Everybody',
    deleted: 'deleted by {name}, {at}',
    edited: 'changed',
    privately: 'privately to {name}',
  },
  ar: {
    columns: ['وقت الكتابة', 'من', 'إلى', 'الرسالة', 'عُدِّلت', 'حُذفت', 'حذفها'],
    everybody: 'الجميع',
    deleted: 'حذفها {name}، {at}',
    edited: 'معدَّلة',
    privately: 'على انفراد إلى {name}',
  },
};
