## The page

form-send = إرسال
form-next = متابعة
form-back = رجوع
form-step = الخطوة { NUMBER($step) } من { NUMBER($steps) }
form-optional = اختياري
form-choose = يُرجى الاختيار
form-yes = نعم
form-no = لا
form-files =
    { $count ->
        [one] ملف واحد
        [two] ملفان على الأكثر
        [few] { NUMBER($count) } ملفات على الأكثر
       *[other] { NUMBER($count) } ملفًا على الأكثر
    }
form-files-again = يُرجى اختيار ملفاتك مرة أخرى.
form-trap = اترك هذا الحقل فارغًا
form-check = أوشكت على الانتهاء. يُرجى مراجعة إجاباتك ثم إرسالها.

## Afterwards

form-sent = شكرًا لك
form-sent-text = وصلتنا رسالتك وسنرد عليك.
form-reference = الرقم المرجعي
form-reference-keep = يُرجى الاحتفاظ به إذا أردت مراسلتنا مرة أخرى.
form-gone = لم يعد هذا النموذج متاحًا
form-gone-text = يُرجى العودة إلى الصفحة السابقة والبحث عن طريقة أخرى للتواصل معنا.

## What went wrong

form-errors =
    { $count ->
        [one] يُرجى مراجعة إجابة واحدة
        [two] يُرجى مراجعة إجابتين
        [few] يُرجى مراجعة { NUMBER($count) } إجابات
       *[other] يُرجى مراجعة { NUMBER($count) } إجابة
    }
form-problem-expired = بقيت هذه الصفحة مفتوحة طويلًا. إجاباتك ما زالت هنا: يُرجى إرسالها مرة أخرى.
form-problem-fast = كان ذلك سريعًا جدًا. يُرجى مراجعة إجاباتك وإرسالها مرة أخرى.
form-problem-limited = وصلت نماذج كثيرة من شبكتك. إجاباتك ما زالت هنا: يُرجى إرسالها لاحقًا.
form-problem-limited-until = وصلت نماذج كثيرة من شبكتك. إجاباتك ما زالت هنا: يُرجى إرسالها من جديد { $when }.
form-problem-unavailable = تعذر حفظها. إجاباتك ما زالت هنا: يُرجى إرسالها بعد لحظات.

## What has to be corrected

form-error-required = يُرجى الإجابة عن هذا السؤال.
form-error-consent = يُرجى وضع علامة في هذا المربع للمتابعة.
form-error-too-short =
    { $count ->
        [one] يُرجى كتابة حرف واحد على الأقل.
        [two] يُرجى كتابة حرفين على الأقل.
        [few] يُرجى كتابة { NUMBER($count) } أحرف على الأقل.
       *[other] يُرجى كتابة { NUMBER($count) } حرفًا على الأقل.
    }
form-error-too-long =
    { $count ->
        [one] يُرجى كتابة حرف واحد على الأكثر.
        [two] يُرجى كتابة حرفين على الأكثر.
        [few] يُرجى كتابة { NUMBER($count) } أحرف على الأكثر.
       *[other] يُرجى كتابة { NUMBER($count) } حرفًا على الأكثر.
    }
form-error-too-few = يُرجى اختيار { NUMBER($count) } على الأقل.
form-error-too-many = يُرجى اختيار { NUMBER($count) } على الأكثر.
form-error-wrong-shape = يُرجى كتابته هكذا: { $example }
form-error-no-email = يُرجى كتابة عنوان بريد إلكتروني مثل name@example.com.
form-error-no-phone = يُرجى كتابة رقم هاتف بالأرقام.
form-error-no-url = يُرجى كتابة عنوان يبدأ بـ https://.
form-error-no-number = يُرجى كتابة رقم.
form-error-not-whole = يُرجى كتابة عدد صحيح.
form-error-too-small = أصغر قيمة هي { $limit }.
form-error-too-large = أكبر قيمة هي { $limit }.
form-error-too-early = الأقرب هو { $limit }.
form-error-too-late = الأبعد هو { $limit }.
form-error-no-date = يُرجى كتابة يوم موجود في التقويم.
form-error-no-choice = يُرجى الاختيار من القائمة.
form-error-only-one = يُرجى تقديم إجابة واحدة فقط.
form-error-not-asked = لم يعد هذا السؤال مطروحًا. يُرجى مراجعة إجاباتك وإرسالها مرة أخرى.
form-error-altered = تغيّر شيء في هذه الصفحة أثناء الإرسال. يُرجى إرسالها مرة أخرى.
form-error-file-large = هذا الملف كبير جدًا.
form-error-file-kind = لا يمكن إرسال ملفات من هذا النوع.
form-error-file = تعذر قبول هذا الملف. يُرجى تجربة ملف آخر.

wait-estimate =
    { $count ->
        [zero] رُدّ على الزوار الأخيرين فورًا.
        [one] انتظر الزوار الأخيرون الرد نحو دقيقة واحدة.
        [two] انتظر الزوار الأخيرون الرد نحو دقيقتين.
        [few] انتظر الزوار الأخيرون الرد نحو { NUMBER($count) } دقائق.
        [many] انتظر الزوار الأخيرون الرد نحو { NUMBER($count) } دقيقة.
       *[other] انتظر الزوار الأخيرون الرد نحو { NUMBER($count) } دقيقة.
    }
