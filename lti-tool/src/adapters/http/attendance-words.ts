export type CsvLanguage = 'en' | 'ar';

interface CsvWords {
  readonly columns: string[];
  readonly standing: Readonly<Record<'present' | 'absent' | 'excused', string>>;
  readonly guest: string;
  readonly yes: string;
  readonly no: string;
}

/** Words of the file that a teacher downloads. */
export const CSV_WORDS: Readonly<Record<CsvLanguage, CsvWords>> = {
  en: {
    columns: [
      'Session began',
      'Minutes held',
      'Name',
      'Attendance',
      'Minutes present',
      'Share in %',
      'Late',
      'Left early',
      'First joined',
      'Last left',
      'Minutes measured',
      'Corrected',
      'Note',
    ],
    standing: { present: 'Present', absent: 'Absent', excused: 'Excused' },
    guest: 'Guest',
    yes: 'Yes',
    no: 'No',
  },
  ar: {
    columns: [
      'بداية الجلسة',
      'مدة الجلسة بالدقائق',
      'الاسم',
      'الحضور',
      'دقائق الحضور',
      'النسبة %',
      'تأخر',
      'غادر مبكرًا',
      'أول انضمام',
      'آخر مغادرة',
      'الدقائق المقيسة',
      'مصحَّح',
      'ملاحظة',
    ],
    standing: { present: 'حاضر', absent: 'غائب', excused: 'معذور' },
    guest: 'ضيف',
    yes: 'نعم',
    no: 'لا',
  },
};
