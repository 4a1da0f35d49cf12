# العربية. صيغ الجمع الست.

## The button that opens the chat, read aloud

launcher-open = فتح المحادثة
launcher-unread =
    { $count ->
        [zero] فتح المحادثة، لا رسائل جديدة
        [one] فتح المحادثة، رسالة جديدة واحدة
        [two] فتح المحادثة، رسالتان جديدتان
        [few] فتح المحادثة، { NUMBER($count) } رسائل جديدة
        [many] فتح المحادثة، { NUMBER($count) } رسالة جديدة
       *[other] فتح المحادثة، { NUMBER($count) } رسالة جديدة
    }
launcher-close = إغلاق المحادثة
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = محادثة مع { $name }
panel-close = إغلاق المحادثة
availability-online = نحن هنا لمساعدتك
availability-offline = لسنا متاحين الآن، لكننا نقرأ كل رسالة
availability-opens = لسنا متاحين الآن. نعود { $when } بتوقيتك
availability-opens-today = لسنا متاحين الآن. نعود الساعة { $when } بتوقيتك

## Start

home-greeting = كيف يمكننا مساعدتك؟
home-intro = اكتب إلينا هنا. يمكنك مغادرة هذه الصفحة والعودة لقراءة ردنا.
home-write = أرسل إلينا رسالة
home-conversations = محادثاتك
home-unread =
    { $count ->
        [zero] لا رسائل جديدة
        [one] رسالة جديدة واحدة
        [two] رسالتان جديدتان
        [few] { NUMBER($count) } رسائل جديدة
        [many] { NUMBER($count) } رسالة جديدة
       *[other] { NUMBER($count) } رسالة جديدة
    }

## A conversation

conversation-back = العودة إلى البداية
conversation-messages = الرسائل
conversation-more = نص المحادثة والمزيد
conversation-empty = ماذا يمكننا أن نفعل من أجلك؟ سنرد عليك هنا.
conversation-empty-offline = لسنا متاحين الآن. اكتب إلينا على أي حال، فنحن نقرأ كل رسالة.
conversation-older = عرض الرسائل الأقدم
conversation-loading = جارٍ جلب رسائلك…
conversation-today = اليوم
conversation-yesterday = أمس
conversation-joined = انضم { $name } إلى المحادثة
conversation-ended = انتهت هذه المحادثة. اكتب مجددًا لتستمر.
conversation-ended-new = انتهت هذه المحادثة. اكتب مجددًا لتبدأ محادثة جديدة.
conversation-missed = نأسف، لم يتمكن أحد من الرد الآن. اترك بريدك الإلكتروني وسنكتب إليك.
conversation-missed-known = نأسف، لم يتمكن أحد من الرد الآن. سنكتب إليك بالبريد الإلكتروني.
conversation-contact = تركت بريدك الإلكتروني. سنكتب إليك.
conversation-idle = هل ما زلت هنا؟
conversation-idle-ending =
    { $count ->
        [zero] هل ما زلت هنا؟ تنتهي هذه المحادثة الآن.
        [one] هل ما زلت هنا؟ تنتهي هذه المحادثة بعد دقيقة واحدة.
        [two] هل ما زلت هنا؟ تنتهي هذه المحادثة بعد دقيقتين.
        [few] هل ما زلت هنا؟ تنتهي هذه المحادثة بعد { NUMBER($count) } دقائق.
        [many] هل ما زلت هنا؟ تنتهي هذه المحادثة بعد { NUMBER($count) } دقيقة.
       *[other] هل ما زلت هنا؟ تنتهي هذه المحادثة بعد { NUMBER($count) } دقيقة.
    }
conversation-typing = { $name } يكتب الآن…
conversation-arrived = كتب { $name }: { $text }
message-from-you = كتبتَ:
message-from = كتب { $name }:

## How far a message got

mark-queued = في انتظار الاتصال
mark-sending = جارٍ الإرسال…
mark-sent = أُرسلت
mark-seen = قُرئت
failed-unsent = لم تُرسل هذه الرسالة.
failed-too-long = هذه الرسالة طويلة جدًا ولم تُرسل.
failed-unknown-file = لم يعد أحد الملفات موجودًا، لذا لم تُرسل هذه الرسالة.
failed-not-allowed = لا يمكن إضافة رسائل أخرى إلى هذه المحادثة.
failed-ended = انتهت هذه المحادثة. ابدأ محادثة جديدة.
message-retry = إعادة المحاولة
message-discard = تجاهل

## Writing

composer-label = رسالتك
composer-placeholder = اكتب رسالة…
composer-send = إرسال
composer-too-long =
    { $count ->
        [zero] الطول مناسب
        [one] حرف واحد زائد
        [two] حرفان زائدان
        [few] { NUMBER($count) } أحرف زائدة
        [many] { NUMBER($count) } حرفًا زائدًا
       *[other] { NUMBER($count) } حرف زائد
    }

## Files

files-attach = إرفاق ملفات
files-sending = جارٍ إرسال { $name }
files-added = أُرفق { $name }
files-remove = إزالة { $name }
files-retry = إعادة المحاولة
files-save = حفظ { $name } { $size }
files-too-large = هذا الملف كبير جدًا. يمكن إرسال ما يصل إلى { $limit }.
files-too-large-together = هذه الملفات معًا كبيرة جدًا. تتسع الرسالة الواحدة لما يصل إلى { $limit }.
files-too-many =
    { $count ->
        [zero] لا تتسع الرسالة لملفات.
        [one] تتسع الرسالة الواحدة لملف واحد.
        [two] تتسع الرسالة الواحدة لملفين.
        [few] تتسع الرسالة الواحدة لـ { NUMBER($count) } ملفات.
        [many] تتسع الرسالة الواحدة لـ { NUMBER($count) } ملفًا.
       *[other] تتسع الرسالة الواحدة لـ { NUMBER($count) } ملف.
    }
files-not-allowed = لا يمكن إرسال ملفات من هذا النوع. يمكن إرسال الصور والأفلام والمستندات والنصوص وأرشيفات ZIP.
files-mismatch = اسم هذا الملف لا يطابق محتواه.
files-refused = رفض الفحص الأمني هذا الملف.
files-image-too-large = عدد بكسلات هذه الصورة كبير جدًا. صغّرها وأعد المحاولة.
files-empty = هذا الملف فارغ.
files-offline = أنت غير متصل. يبقى الملف هنا ويُرسل عند عودة الاتصال.
files-wait = هذه ملفات كثيرة دفعة واحدة. أعد المحاولة { $when }.
files-failed = لم ينجح ذلك. أعد المحاولة بعد قليل.

## The menu of a conversation

more-transcript = تنزيل المحادثة
more-sound = صوت عند وصول رد جديد
more-notify = تنبيهي في هذا المتصفح
more-notify-asking = يسأل متصفحك هل يمكنه عرض الإشعارات.
more-notify-refused = لا يسمح هذا المتصفح بإشعارات هذا الموقع. يمكنك تغيير ذلك في إعداداته.
more-saving = جارٍ إعداد الملف…
more-failed = تتعذر قراءة المحادثة الآن. حاول مرة أخرى بعد قليل.
more-you = أنت
more-file = محادثة
more-ended = انتهت المحادثة.

## An invitation to chat beside the launcher

proactive-dismiss = ليس الآن

## The connection

link-offline = أنت غير متصل. نحتفظ بما تكتبه ونرسله عند عودة الاتصال.
link-connecting = جارٍ الاتصال من جديد. نحتفظ بما تكتبه.
link-limited = رسائل كثيرة دفعة واحدة. سيُرسل ما ينتظر { $when }.
link-refused = لا يمكن الوصول إلى المحادثة من هذه الصفحة حاليًا.
link-outdated = يوجد إصدار أحدث من المحادثة. أعد تحميل الصفحة للمتابعة.

## Ending

end-open = إنهاء المحادثة
end-question = هل تريد إنهاء هذه المحادثة؟
end-note = يمكنك الكتابة إلينا مجددًا في أي وقت.
end-confirm = إنهاء
end-cancel = متابعة

## The address in a missed chat

contact-title = سنرد بالبريد الإلكتروني
contact-name = اسمك (اختياري)
contact-email = بريدك الإلكتروني
contact-wrong = اكتب عنوانًا مثل name@example.com.
contact-send = إرسال

## Articles of the help site

kb-launcher = فتح المساعدة
kb-close = إغلاق المساعدة
kb-label = مساعدة { $name }
kb-status = إجابات تقرؤها في أي وقت
kb-search-label = البحث في مقالات المساعدة
kb-search-placeholder = ابحث عن إجابة…
kb-searching = جارٍ البحث…
kb-results =
    { $count ->
        [zero] لا نتائج
        [one] نتيجة واحدة
        [two] نتيجتان
        [few] { NUMBER($count) } نتائج
        [many] { NUMBER($count) } نتيجة
       *[other] { NUMBER($count) } نتيجة
    }
kb-none = لا نتائج عن «{ $text }».
kb-none-help = جرّب كلمات أقل أو كلمات أخرى، أو تصفّح المواضيع.
kb-corrected = نعرض نتائج «{ $text }».
kb-popular = الأكثر قراءة
kb-topics = المواضيع
kb-articles = المقالات
kb-count =
    { $count ->
        [zero] لا مقالات
        [one] مقالة واحدة
        [two] مقالتان
        [few] { NUMBER($count) } مقالات
        [many] { NUMBER($count) } مقالة
       *[other] { NUMBER($count) } مقالة
    }
kb-back = رجوع
kb-open-page = فتح الصفحة كاملة في علامة تبويب جديدة
kb-loading = جارٍ التحميل…
kb-missing = لم تعد هذه الصفحة هنا.
kb-failed = لا يمكن الوصول إلى مقالات المساعدة حاليًا.
kb-retry = إعادة المحاولة
kb-home = الذهاب إلى البداية
kb-foreign = هذه المقالة غير متاحة بلغتك بعد.
kb-ask = لم تجد الإجابة؟
kb-forms = النماذج
kb-forms-more = نماذج أخرى
kb-solved = هذا حلّ المشكلة
kb-unsolved = العودة إلى رسالتي

## Articles offered while somebody writes the first message

offer-title = قد تساعدك هذه المقالات
offer-found = تظهر فوق الحقل مقالات قد تساعدك.
offer-dismiss = ليس الآن
offer-thanks = يسعدنا أن ذلك ساعدك
offer-thanks-text = لم يُرسل شيء، وحُذف ما كتبته.

## A form of the help site in the panel

forms-failed = يتعذّر عرض النموذج هنا حاليًا.

## Below an article in the panel

vote-title = هل كانت هذه المقالة مفيدة؟
vote-yes = نعم
vote-no = لا
vote-thanks = شكرًا لإخبارنا.
vote-reasons = ما الذي يمكن تحسينه؟
vote-off-topic = تجيب عن سؤال آخر
vote-incomplete = لا تقول ما يكفي
vote-unclear = يصعب فهمها
vote-wrong = خاطئة أو قديمة
vote-other = شيء آخر
vote-words = هل تود إخبارنا بالمزيد؟
vote-privacy = لا يمكننا الرد هنا، فيُرجى عدم كتابة أي معلومات شخصية.
vote-send = إرسال
vote-sent = شكرًا لك. نقرأ كل كلمة.
vote-later = لا يمكن الوصول إلينا الآن. ستُرسل إجابتك لاحقًا.
