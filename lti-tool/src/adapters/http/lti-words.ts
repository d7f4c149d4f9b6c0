import type { Reason } from '@liveclass/contract';

export type Language = 'en' | 'ar';

interface Refused {
  readonly title: string;
  readonly advice: string;
}

interface Words {
  readonly opening: string;
  readonly goOn: string;
  readonly windowTitle: string;
  readonly windowWhy: string;
  readonly windowOpen: string;
  readonly windowOpened: string;
  readonly refusal: Refused;
  readonly refusals: Readonly<Partial<Record<Reason, Refused>>>;
  readonly registered: Refused;
  readonly registrationRefused: Refused;
  readonly notRegistered: Readonly<Partial<Record<Reason, Refused>>>;
}

/** Words of the few pages that stand before the frontend is loaded. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    opening: 'Opening your class…',
    goOn: 'Go on to your class',
    windowTitle: 'One more click',
    windowWhy: 'This browser keeps nothing for pages inside other pages. In a window of its own your class works as usual.',
    windowOpen: 'Open in a new window',
    windowOpened: 'Your class goes on in the new window.',
    refusal: {
      title: 'This did not open',
      advice:
        'Go back to your course and click the activity again. If it happens again, tell your teacher or the people who look after the course site.',
    },
    refusals: {
      'session-expired': {
        title: 'That took a little too long',
        advice:
          'Go back to your course and click the activity again. A page that was reloaded or opened twice starts from the course as well.',
      },
      'lms-unreachable': {
        title: 'The course site does not answer',
        advice: 'Wait a minute, then click the activity in your course again.',
      },
      banned: {
        title: 'This class is closed for you',
        advice: 'A teacher has closed it for you for now. If you think this is a mistake, write to your teacher.',
      },
      'platform-pending': {
        title: 'Not approved yet',
        advice: 'This course site was connected a short while ago and waits for the approval of the live class’s administrator.',
      },
      'platform-paused': {
        title: 'Paused for now',
        advice:
          'The live class’s administrator has paused it for this course site. Nothing is lost; ask the people who look after the site.',
      },
      forbidden: {
        title: 'This is for teachers',
        advice: 'Only teachers of the course can add a live class or a recording to it.',
      },
      'not-found': {
        title: 'This recording is not here',
        advice: 'It was deleted or hidden, or belongs to another course. Ask your teacher.',
      },
      unavailable: {
        title: 'Something went wrong here',
        advice: 'It is not your fault. Wait a minute, then click the activity in your course again.',
      },
    },
    registered: {
      title: 'Almost done',
      advice: 'Live Class knows this course site now. It opens classes as soon as the administrator of Live Class has approved the site.',
    },
    registrationRefused: {
      title: 'This site could not be registered',
      advice:
        'The answers of the course site do not fit together: its addresses must stand on one host and begin with https, and it must offer LTI 1.3. Try again, or register it by hand.',
    },
    notRegistered: {
      'link-expired': {
        title: 'This invitation is over',
        advice: 'It was used, or is older than an hour. Ask the administrator of Live Class for a new one.',
      },
      'lms-unreachable': {
        title: 'The course site does not answer',
        advice:
          'Live Class could not reach the course site’s own addresses. They must be reachable from outside. The invitation still works.',
      },
      'too-fast': { title: 'One moment', advice: 'That was too quick. Wait a moment, then try again.' },
    },
  },
  ar: {
    opening: 'جارٍ فتح صفك…',
    goOn: 'المتابعة إلى صفك',
    windowTitle: 'نقرة واحدة أخرى',
    windowWhy: 'لا يحتفظ هذا المتصفح بأي شيء للصفحات الموجودة داخل صفحات أخرى. يعمل صفك كالمعتاد في نافذة خاصة به.',
    windowOpen: 'الفتح في نافذة جديدة',
    windowOpened: 'يتواصل صفك في النافذة الجديدة.',
    refusal: {
      title: 'تعذّر الفتح',
      advice: 'عُد إلى مقررك وانقر النشاط مرة أخرى. إذا تكرر ذلك فأخبر معلمك أو القائمين على موقع المقرر.',
    },
    refusals: {
      'session-expired': {
        title: 'استغرق ذلك وقتًا أطول من اللازم',
        advice: 'عُد إلى مقررك وانقر النشاط مرة أخرى. الصفحة التي أُعيد تحميلها أو فُتحت مرتين تبدأ من المقرر أيضًا.',
      },
      'lms-unreachable': {
        title: 'موقع المقرر لا يستجيب',
        advice: 'انتظر دقيقة، ثم انقر النشاط في مقررك مرة أخرى.',
      },
      banned: {
        title: 'هذا الصف مغلق أمامك',
        advice: 'أغلقه أحد المعلمين أمامك في الوقت الحالي. إن كنت تظن أن ذلك خطأ فراسل معلمك.',
      },
      'platform-pending': {
        title: 'لم تتم الموافقة بعد',
        advice: 'رُبط موقع المقرر هذا قبل قليل، وهو ينتظر موافقة مدير الصف المباشر.',
      },
      'platform-paused': {
        title: 'متوقف مؤقتًا',
        advice: 'أوقف مدير الصف المباشر الخدمة مؤقتًا لموقع المقرر هذا. لم يضِع شيء؛ اسأل القائمين على الموقع.',
      },
      forbidden: {
        title: 'هذه الصفحة للمعلمين',
        advice: 'لا يستطيع إضافة صف مباشر أو تسجيل إلى المقرر إلا معلموه.',
      },
      'not-found': {
        title: 'هذا التسجيل غير موجود هنا',
        advice: 'ربما حُذف أو أُخفي، أو أنه يخص مقررًا آخر. اسأل معلمك.',
      },
      unavailable: {
        title: 'حدث خطأ لدينا',
        advice: 'ليس الخطأ منك. انتظر دقيقة، ثم انقر النشاط في مقررك مرة أخرى.',
      },
    },
    registered: {
      title: 'أوشكنا على الانتهاء',
      advice: 'أصبح الصف المباشر يعرف موقع المقرر هذا. سيفتح الصفوف حالما يوافق مدير الصف المباشر على الموقع.',
    },
    registrationRefused: {
      title: 'تعذّر تسجيل هذا الموقع',
      advice:
        'إجابات موقع المقرر لا يتفق بعضها مع بعض: يجب أن تكون عناوينه على مضيف واحد وأن تبدأ بـ https، وأن يدعم LTI 1.3. حاول مرة أخرى، أو سجّله يدويًا.',
    },
    notRegistered: {
      'link-expired': {
        title: 'انتهت صلاحية هذه الدعوة',
        advice: 'استُخدمت، أو مضى عليها أكثر من ساعة. اطلب من مدير الصف المباشر دعوة جديدة.',
      },
      'lms-unreachable': {
        title: 'موقع المقرر لا يستجيب',
        advice: 'لم يتمكن الصف المباشر من الوصول إلى عناوين موقع المقرر. يجب أن يكون الوصول إليها ممكنًا من الخارج. لا تزال الدعوة صالحة.',
      },
      'too-fast': { title: 'لحظة من فضلك', advice: 'كان ذلك سريعًا جدًا. انتظر لحظة ثم حاول مرة أخرى.' },
    },
  },
};

/** The first language of ours that the browser asks for. */
export function languageFor(acceptLanguage: string | undefined): Language {
  for (const entry of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const tag = entry.trim().slice(0, 2).toLowerCase();
    if (tag === 'ar' || tag === 'en') return tag;
  }
  return 'en';
}
