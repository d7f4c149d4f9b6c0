<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Strings of the plugin.
 *
 * @package    local_liveclass
 * @copyright  2026 Live Class contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cachedef_fetches'] = 'عدد مرات جلب مفاتيح الأداة';
$string['check:chooser'] = 'في منتقي الأنشطة';
$string['check:clock'] = 'الساعات';
$string['check:cron'] = 'Cron';
$string['check:drift'] = 'إعدادات الأداة';
$string['check:https'] = 'عناوين مشفرة (https)';
$string['check:keyset'] = 'يمكن الحصول على مفاتيح الأداة';
$string['check:launch'] = 'جرّبه';
$string['check:lti'] = 'نشاط الأداة الخارجية';
$string['check:nolaunch'] = 'جرّبه';
$string['check:pairing'] = 'الاتصال';
$string['check:ping'] = 'الأداة تصدق هذا الموقع';
$string['check:proof'] = 'هذا الموقع يصدق الأداة';
$string['check:queue'] = 'رسائل للأداة';
$string['check:reach'] = 'الأداة تجيب هذا الموقع';
$string['check:refused'] = 'رسالة رفضتها الأداة';
$string['check:type'] = 'الأداة في «إدارة الأدوات»';
$string['checkagain'] = 'إعادة الفحص';
$string['code'] = 'رمز الاقتران';
$string['code_help'] = 'تعرضه صفحة إدارة الأداة (‎/admin على عنوانها) ضمن «ربط Moodle». يعمل مرة واحدة خلال ساعة.';
$string['connectintro'] = 'اضغط «ربط Moodle» في صفحة إدارة الأداة: تعرض رمز اقتران. الصقه هنا مع عنوان الأداة. بعدها يظهر نشاط «صف مباشر» في منتقي الأنشطة في كل مقرر.';
$string['disconnect'] = 'قطع الاتصال';
$string['disconnectconfirm'] = 'يستخدم {$a} من الأنشطة هذه الأداة. تتوقف عن العمل حتى تُوصل الأداة نفسها من جديد؛ وإن لم يوجد أي نشاط تُزال الأداة نهائيًا من منتقي الأنشطة. هل تريد قطع الاتصال؟';
$string['disconnected'] = 'قُطع الاتصال بالأداة وقد عُلمت بذلك.';
$string['disconnectedunheard'] = 'قُطع الاتصال بالأداة لكنها لم تجب. أزل هذا الموقع من صفحة إدارة الأداة أيضًا.';
$string['event:recordingchanged'] = 'تغيّر تسجيل';
$string['event:recordingpublished'] = 'نُشر تسجيل';
$string['event:recordingwithdrawn'] = 'سُحب تسجيل';
$string['event:tooldisconnected'] = 'قُطع اتصال الأداة';
$string['event:toolpaired'] = 'وُصلت الأداة';
$string['event:typerepaired'] = 'أُصلحت إعدادات الأداة';
$string['fault:choice'] = 'هذا ليس من الخيارات المتاحة.';
$string['fault:duration'] = 'تستمر الحصة من 5 دقائق إلى 12 ساعة.';
$string['fault:grace'] = 'من 0 إلى 240 دقيقة.';
$string['fault:meetings'] = 'يمكن تحديد 60 حصة أسبوعية على الأكثر. اختر يومًا أخيرًا أقرب أو أيامًا أقل.';
$string['fault:percent'] = 'من 1 إلى 100.';
$string['fault:until'] = 'اليوم الأخير قبل الحصة الأولى.';
$string['field:atleast'] = 'تُحتسب الجلسة حضورًا بدءًا من ٪ من دقائقها';
$string['field:duration'] = 'المدة';
$string['field:earlybefore'] = 'مغادرة مبكرة، دقائق قبل النهاية';
$string['field:grade'] = 'كيف يصبح الحضور درجة';
$string['field:grade_help'] = 'بالدقائق: الدرجة هي نسبة الدقائق التي حضرها الطالب من كل دقائق الحصص. بالجلسات: الدرجة هي نسبة الجلسات التي حضرها الطالب. يجب أيضًا اختيار قبول الدرجات في قسم الدرجة، وإلا فلن يكون لها عمود.';
$string['field:header'] = 'الحصة المباشرة';
$string['field:lateafter'] = 'متأخر بعد دقائق';
$string['field:record'] = 'تسجيل كل حصة من بدايتها';
$string['field:record_help'] = 'يبدأ التسجيل عند دخول أول معلم. يرى الجميع ذلك ويوافقون قبل الدخول.';
$string['field:rooms'] = 'الغرف';
$string['field:rooms_help'] = 'حين تكون لكل مجموعة غرفة يدخل الطلاب غرف مجموعاتهم وحدها، ولكل مجموعة تسجيلاتها، ويدخل المعلّمون أيّها شاؤوا. وحين تتغيّر المجموعات تتبعها الحصة خلال دقيقة أو دقيقتين؛ ومن صار في مجموعة أخرى يخرج من غرفته السابقة.';
$string['field:sending'] = 'تُرسل الدرجات';
$string['field:startsat'] = 'الحصة الأولى';
$string['field:startsat_help'] = 'بدون موعد يمكن للجميع الدخول متى بدأ أحدهم الحصة. ومع الموعد تعرض صفحة الانتظار الحصة القادمة. ما يُحفظ هنا يحل محل الموعد المحدد في صفحة الانتظار، وما يُغيَّر هناك بعد ذلك يبقى حتى يُحفظ هذا النموذج مرة أخرى. الأوقات بتوقيت من حدد الموعد أولًا: حصة الساعة العاشرة تبقى في العاشرة عند تغيير الساعة.';
$string['field:ungrouped'] = 'من لا مجموعة لهم';
$string['field:weekdays'] = 'في هذه الأيام';
$string['field:weekdays_help'] = 'يوم الحصة الأولى واحد منها دائمًا.';
$string['field:weekly'] = 'التكرار كل أسبوع';
$string['field:weeklyuntil'] = 'حتى';
$string['field:zone'] = 'بتوقيت {$a}.';
$string['grade:none'] = 'لا يصبح درجة';
$string['grade:presence'] = 'بالجلسات';
$string['grade:share'] = 'بالدقائق';
$string['join'] = 'انضم إلى {$a}';
$string['liveclass:manage'] = 'رعاية الاتصال بالأداة';
$string['liveclass:publish'] = 'نشر التسجيلات في المقرر';
$string['mend:chooser'] = 'فعّل نشاط «الأداة الخارجية»، وأصلح الإعدادات، وامنح أحد الأدوار القدرة mod/lti:addpreconfiguredinstance.';
$string['mend:clock'] = 'تعيش الرسائل الموقعة دقيقة. اضبط ساعتي الخادمين عبر NTP.';
$string['mend:cron'] = 'لم يعمل cron مؤخرًا. تنتظره الرسائل إلى الأداة والإصلاحات.';
$string['mend:drift'] = 'غيّر أحدهم ما هو مذكور هنا. «إصلاح إعدادات الأداة» يصححه؛ ويفعل ذلك cron كل ساعة.';
$string['mend:https'] = 'لا تعطي المتصفحات الكاميرا والميكروفون إلا لصفحات https. قدّم هذا الموقع والأداة عبر https.';
$string['mend:keyset'] = 'بدون مفاتيح الأداة لا تُصدق أي خدمة ولا أي تسجيل. انظر السطر أعلاه حول الوصول إلى الأداة.';
$string['mend:lti'] = 'لا يوفر هذا الإصدار من Moodle ما تستدعيه هذه الإضافة. حدّث الإضافة.';
$string['mend:nolaunch'] = 'لا يوجد صف مباشر بعد. أضف واحدًا إلى مقرر: «إضافة نشاط» ثم «صف مباشر».';
$string['mend:pairing'] = 'صِل هذا الموقع بالأداة أولًا.';
$string['mend:ping'] = 'يجب أن تصل الأداة إلى mod/lti/certs.php في هذا الموقع وأن تعرفه. انظر صفحة إدارة الأداة، أو أعد الاتصال برمز جديد.';
$string['mend:proof'] = 'جواب الأداة الموقع لا يصمد. أصلح الإعدادات؛ وإن لم ينفع ذلك فأعد الاتصال.';
$string['mend:queue'] = 'تُرسل مجددًا من تلقاء نفسها. آخر ما قالته الأداة مذكور هنا.';
$string['mend:reach'] = 'اسمح لهذا الخادم بالوصول إلى الأداة: انظر «cURL blocked hosts» و«cURL allowed ports» في إدارة الموقع > الأمان > أمان HTTP، وجدار الحماية.';
$string['mend:refused'] = 'لم تُرسل مرة أخرى. حدّث الإضافة أو الأداة، أيهما أقدم، ثم احفظ نموذج الحصة المباشرة مرة أخرى.';
$string['mend:type'] = 'حذفها أحدهم. أعد الاتصال؛ وأنشطة الأداة المحذوفة يجب إنشاؤها من جديد.';
$string['messageprovider:recordingready'] = 'تسجيل لصف مباشر جاهز';
$string['messageswaiting'] = '{$a} رسالة في الانتظار.';
$string['noanswer'] = 'لا جواب';
$string['noticesubject'] = 'تسجيل جديد: {$a->recording}';
$string['noticetext'] = 'التسجيل «{$a->recording}» جاهز في {$a->course}.';
$string['page:connect'] = 'الاتصال بالأداة';
$string['page:status'] = 'فحص الاتصال';
$string['pair'] = 'اتصال';
$string['paired'] = 'هذا الموقع والأداة متصلان.';
$string['pairedsince'] = '{$a->tool}، منذ {$a->when}';
$string['pairedwith'] = 'متصل مع {$a}. رمز جديد للأداة نفسها يجدد الاتصال.';
$string['passgrade'] = 'درجة النجاح';
$string['passgrade_desc'] = 'يُعد الصف المباشر الجديد مكتملاً لمن حضر منه هذا القدر بالمئة. يمكن للمعلمين اختيار غير ذلك لكل صف. 0: لا يُضبط شيء مسبقاً.';
$string['pluginname'] = 'الصف المباشر';
$string['privacy:export:sent'] = 'تحتفظ الأداة على هذا العنوان باسم هذا الشخص ودوره وحضوره ورسائله وتسجيلات الصفوف المباشرة. اطلب منها نسخة.';
$string['privacy:metadata:calendar'] = 'تظهر لقاءات الصفوف المباشرة في التقويم. وهي لا تخص أحداً بعينه.';
$string['privacy:metadata:message'] = 'يتلقى من يحق له رؤية تسجيل رسالة عندما يصبح جاهزاً.';
$string['privacy:metadata:notices'] = 'إلى أين وصل إرسال الرسائل عن تسجيل';
$string['privacy:metadata:notices:lastuserid'] = 'رقم آخر شخص تلقى الرسالة، إلى أن يتلقاها الجميع';
$string['privacy:metadata:outbox'] = 'طلبات محو أشخاص لم تجب عنها الأداة بعد';
$string['privacy:metadata:outbox:payload'] = 'أرقام الأشخاص المطلوب محوهم';
$string['privacy:metadata:tool'] = 'من يفتح صفًا مباشرًا، والمشاركون في مقرره، تعرفهم أداة الصف المباشر.';
$string['privacy:metadata:tool:class'] = 'ما يفعله الشخص في الصف: الحضور والدردشة والإجابات والصوت والصورة عند التسجيل';
$string['privacy:metadata:tool:course'] = 'مقرر الصف المباشر';
$string['privacy:metadata:tool:email'] = 'بريد الشخص الإلكتروني إن كان الموقع يرسله';
$string['privacy:metadata:tool:fullname'] = 'اسم الشخص إن كان الموقع يرسل الأسماء';
$string['privacy:metadata:tool:groups'] = 'المجموعات التي ينتمي إليها الأشخاص، حين تكون للحصة غرفة لكل مجموعة.';
$string['privacy:metadata:tool:role'] = 'هل الشخص معلم أم متعلم في المقرر';
$string['privacy:metadata:tool:userid'] = 'رقم الشخص في هذا الموقع';
$string['problem:badaddress'] = 'هذا ليس عنوان ويب. يشبه العنوان https://class.example.org.';
$string['problem:badcode'] = 'هذا ليس رمزًا من الأداة: الرمز 32 حرفًا ورقمًا أو أكثر.';
$string['problem:code'] = 'لا تعرف الأداة هذا الرمز: استُخدم أو قدم عهده. أنشئ رمزًا جديدًا. لم يتغير شيء هنا.';
$string['problem:ltimissing'] = 'نشاط «الأداة الخارجية» في هذا الموقع لا يوفر ما تحتاجه هذه الإضافة.';
$string['problem:nottool'] = 'لا يوجد صف مباشر على {$a}، أو أنه لا يعرف عنوانه (PUBLIC_URL).';
$string['problem:othertool'] = 'هذا الموقع متصل مع {$a}. اقطع ذلك الاتصال أولًا.';
$string['problem:pairrefused'] = 'رفضت الأداة: {$a}. لم يتغير شيء هنا.';
$string['problem:pairunreachable'] = 'توقفت الأداة عن الإجابة ({$a}). لم يتغير شيء هنا؛ حاول مجددًا برمز جديد.';
$string['problem:registration'] = 'لا تقبل الأداة عنوان هذا الموقع {$a}: تريد https والعنوان الذي يصل به الناس إلى هذا الموقع. لم يتغير شيء هنا.';
$string['problem:signature'] = 'لا تصدق الأداة توقيع هذا الموقع. قارن ساعتي الخادمين ثم حاول مجددًا. لم يتغير شيء هنا.';
$string['problem:siteunreachable'] = 'لا تستطيع الأداة قراءة مفاتيح هذا الموقع على {$a}. اسمح لها بالوصول إلى هذا الموقع ثم استخدم رمزًا جديدًا. لم يتغير شيء هنا.';
$string['problem:toolunreachable'] = 'لا تجيب الأداة على هذا العنوان ({$a}). تحقق من العنوان؛ وإن كان صحيحًا فاسمح لهذا الخادم بالوصول إليه (إدارة الموقع > الأمان > أمان HTTP).';
$string['recording'] = 'تسجيل';
$string['recordingintro'] = 'سُجّل في {$a->when}، المدة {$a->duration}.';
$string['repair'] = 'إصلاح إعدادات الأداة';
$string['repaired'] = 'إعدادات الأداة كما يجب.';
$string['repairimpossible'] = 'لا توجد أداة لإصلاحها: أعد الاتصال.';
$string['rooms:grouping'] = 'غرفة لكل مجموعة من: {$a}';
$string['rooms:groups'] = 'غرفة لكل مجموعة في المقرّر';
$string['rooms:one'] = 'غرفة واحدة للجميع';
$string['secondsapart'] = 'الفرق {$a} ثانية';
$string['sendemail'] = 'إرسال عناوين البريد الإلكتروني';
$string['sendemail_desc'] = 'تعرف الأداة عناوين بريد الأشخاص من أجل التذكيرات.';
$string['sending:automatic'] = 'بعد كل جلسة';
$string['sending:by-hand'] = 'يدويًا من الحصة';
$string['sendname'] = 'إرسال الأسماء';
$string['sendname_desc'] = 'تعرف الأداة أسماء الأشخاص. بدونها يُعرض كل شخص برقم.';
$string['settings'] = 'ما يُرسل';
$string['state:fail'] = 'يحتاج إلى انتباه';
$string['state:ok'] = 'يعمل';
$string['state:warn'] = 'يستحق النظر';
$string['task:announcewaiting'] = 'الإعلان عن التسجيلات التي أُظهرت لاحقاً';
$string['task:delivermessages'] = 'إرسال الرسائل إلى الأداة';
$string['task:forgetmessageids'] = 'نسيان معرّفات الرسائل القديمة';
$string['task:keeptype'] = 'حفظ إعدادات الأداة';
$string['toolurl'] = 'عنوان الأداة';
$string['toolurl_help'] = 'مكان الأداة، مثل https://class.example.org. يُتجاهل كل ما بعد اسم المضيف.';
$string['toolversion'] = 'الإصدار {$a}';
$string['trylaunch'] = 'افتحه';
$string['typedescription'] = 'قاعة صف مباشرة بالكاميرا والميكروفون ومشاركة الشاشة والتسجيل. ينقر الطلاب عليها فيدخلون القاعة.';
$string['typename'] = 'صف مباشر';
$string['ungrouped:outside'] = 'لا غرفة لهم، ويقال لهم ذلك';
$string['ungrouped:together'] = 'لهم غرفة معًا';
