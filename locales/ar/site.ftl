# العربية. علامات التنصيص: «…». صيغ الجمع الست.

## Header

skip-to-content = الانتقال إلى المحتوى
header-home = { $name }، الصفحة الرئيسية
header-menu = القائمة
header-language-current = اللغة: { $locale }
header-theme = المظهر
header-theme-light = فاتح
header-theme-dark = داكن
header-theme-auto = تلقائي
header-links = الروابط الرئيسية

announcement-label = إعلان
announcement-dismiss = إخفاء هذا الإعلان

## Search

search-label = البحث في مقالات المساعدة
search-placeholder = عمّ تبحث؟
search-submit = بحث
search-results-count =
    { $count ->
        [zero] لا نتائج
        [one] نتيجة واحدة
        [two] نتيجتان
        [few] { NUMBER($count) } نتائج
        [many] { NUMBER($count) } نتيجة
       *[other] { NUMBER($count) } نتيجة
    }
search-results-label = نتائج البحث
search-no-results = لا نتائج عن «{ $query }»
search-no-results-help = تحقّق من الإملاء، أو جرّب كلمات أقل أو كلمات أخرى، أو تصفّح المواضيع.
search-showing-results-for = نتائج البحث عن «{ $query }»
search-loading = جارٍ البحث…
search-error = البحث غير متاح حاليًا. يمكنك العثور على جميع المقالات في القائمة.
search-needs-javascript = يحتاج البحث إلى JavaScript. يمكنك العثور على جميع المقالات في القائمة.
search-all-articles = جميع المقالات مرتّبة أبجديًا
search-all-results = عرض كل النتائج عن «{ $query }»
search-page-title = البحث
search-page-title-query = نتائج البحث عن «{ $query }»
search-in-section = في «{ $section }»
search-keyboard-hint = استخدم ↑ و↓ للتنقّل، وEnter للفتح، وEsc للإغلاق

## Home

home-greeting = كيف يمكننا مساعدتك؟
home-categories = المواضيع
home-featured = مقالات رائجة
home-recent = آخر التحديثات

## Categories

category-count =
    { $count ->
        [zero] لا مقالات
        [one] مقالة واحدة
        [two] مقالتان
        [few] { NUMBER($count) } مقالات
        [many] { NUMBER($count) } مقالة
       *[other] { NUMBER($count) } مقالة
    }
category-articles = المقالات
category-subcategories = مواضيع أكثر تحديدًا
category-empty = لا توجد مقالات هنا بعد.
category-feed = متابعة المستجدات عبر الخلاصة
category-all = عرض كل ما في «{ $category }»

## Articles

article-updated = آخر تحديث: { $date }
article-reading-time =
    { $minutes ->
        [zero] مدة القراءة: أقل من دقيقة
        [one] مدة القراءة: دقيقة واحدة
        [two] مدة القراءة: دقيقتان
        [few] مدة القراءة: { NUMBER($minutes) } دقائق
        [many] مدة القراءة: { NUMBER($minutes) } دقيقة
       *[other] مدة القراءة: { NUMBER($minutes) } دقيقة
    }
article-contents = في هذه الصفحة
article-related = مقالات ذات صلة
article-previous = السابق
article-next = التالي
article-previous-next = المقالة السابقة والمقالة التالية
article-tags = الوسوم
article-print = طباعة
article-heading-link = رابط إلى «{ $heading }»
article-table = جدول
article-copy-code = نسخ
article-copied = تم النسخ
article-link-copied = تم نسخ الرابط
article-markdown = عرض بصيغة Markdown
article-more-in = المزيد في «{ $category }»
article-contact-title = هل ما زلت بحاجة إلى المساعدة؟
article-contact-text = يسعدنا أن نساعدك.
article-feed = خلاصة المستجدات

## Notices about translations

notice-fallback = هذه المقالة غير متوفرة باللغة { $wanted } بعد. أنت تقرؤها باللغة { $shown }.
notice-stale = قد لا تكون هذه الترجمة محدّثة. النسخة باللغة { $shown } أحدث.
notice-source-link = قراءتها باللغة { $locale }

## Ways through the site

breadcrumbs-label = موقعك الحالي
breadcrumbs-home = الرئيسية
tag-title = مقالات عن «{ $tag }»
tag-count =
    { $count ->
        [zero] لا مقالات
        [one] مقالة واحدة
        [two] مقالتان
        [few] { NUMBER($count) } مقالات
        [many] { NUMBER($count) } مقالة
       *[other] { NUMBER($count) } مقالة
    }
articles-title = جميع المقالات
articles-letters = الانتقال إلى حرف
pagination-label = الصفحات
pagination-page = الصفحة { NUMBER($number) }
pagination-current = الصفحة { NUMBER($number) }، الصفحة الحالية

## Pages for special cases

not-found-title = لم نعثر على هذه الصفحة
not-found-text = ربما نُقلت أو تغيّر اسمها. جرّب البحث للوصول إلى ما تريد.
not-found-suggestions = صفحات قد تفيدك
offline-title = أنت غير متصل بالإنترنت
offline-text = هذه الصفحة غير محفوظة على جهازك. اتصل بالإنترنت ثم حاول مرة أخرى.

## Footer

footer-label = تذييل الصفحة
footer-language = اللغة
footer-powered-by = أُنشئ باستخدام { $name }
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = ملاحظة
admonition-tip = نصيحة
admonition-important = مهم
admonition-warning = تحذير
admonition-caution = تنبيه
video-play = تشغيل الفيديو: { $title }
details-open = التفاصيل
task-done = مكتملة
task-open = غير مكتملة
footnote-back = العودة إلى نص الحاشية { $number }
footnotes-title = الحواشي
diagram-label = رسم توضيحي

## Feeds

feed-title = { $name }: المستجدات
feed-category-title = { $name }: { $category }

## Forms, beside form.ftl

form-sending = جارٍ الإرسال…
form-remove-file = إزالة { $name }
form-file-waiting = جارٍ رفع { $name }
form-files-by-mail = يُرجى إرفاق ملفاتك بالرسالة بنفسك.
form-shown = سؤال جديد: { $label }
form-hidden = لم يعد لازمًا: { $label }
form-home = العودة إلى مركز المساعدة
form-offline = أنت غير متصل. رسالتك محفوظة على هذا الجهاز وستُرسل تلقائيًا عند عودة الاتصال.
form-unreachable = لا يمكن الوصول إلينا الآن. إجاباتك محفوظة على هذا الجهاز.
form-retry = إعادة المحاولة
form-mail = كتابة رسالة بريد بدلًا من ذلك
form-gone-kept = لم يعد هذا النموذج مستخدمًا. إجاباتك محفوظة على هذا الجهاز كي تتمكن من نسخها.
form-restored = احتفظنا بما كتبته هنا من قبل.
form-start-over = البدء من جديد
form-by-mail = سيُفتح برنامج البريد مع إجاباتك. يُرجى إرسالها منه.

## Articles that are offered while a form is filled in

suggestions-title = قد تساعدك هذه المقالات
suggestions-found = تظهر أسفل الحقل مقالات قد تساعدك.
suggestions-back = العودة إلى النموذج
suggestions-solved = هذا حلّ المشكلة
suggestions-thanks = يسعدنا أن ذلك ساعدك
suggestions-thanks-text = لم يُرسل شيء، وحُذف ما كتبته.

## “Was this helpful?” below an article

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
