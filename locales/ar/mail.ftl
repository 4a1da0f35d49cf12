# العربية.

## A letter with answers that the customer has not seen

mail-subject =
    { $count ->
        [zero] رد جديد من { $brand }
        [one] رد جديد من { $brand }
        [two] ردان جديدان من { $brand }
        [few] { NUMBER($count) } ردود جديدة من { $brand }
        [many] { NUMBER($count) } ردًا جديدًا من { $brand }
       *[other] { NUMBER($count) } رد جديد من { $brand }
    }
mail-hello = مرحبًا { $name }،
mail-intro = لقد أجبنا عليك ولم تطّلع على الرد بعد:
mail-file = ملف: { $name }
mail-link = الرد على { $site }
mail-reply = يمكنك الرد على هذه الرسالة.
mail-reference = رقمك المرجعي: { $reference }
mail-why = تصلك هذه الرسالة لأنك كتبت إلى { $brand }.
mail-unsubscribe = إلغاء الاشتراك

## A letter that a form has arrived

mail-confirmation-subject = وصلتنا رسالتك ({ $reference })
mail-confirmation = شكرًا لك. وصلت رسالتك إلى { $brand } وسنجيب عليك.

## The page for whoever wants no more letters

mail-stop-title = إيقاف الرسائل من { $brand }؟
mail-stop-text = ستنتظرك الردود بعد ذلك في المحادثة فقط.
mail-stop-button = إلغاء الاشتراك
mail-stopped = لن تصلك رسائل من { $brand } بعد الآن
mail-again-button = استلام الرسائل من جديد
mail-again = ستصلك الرسائل من { $brand } من جديد

## The way from a letter back into its conversation

mail-back-button = متابعة المحادثة
mail-back-private = يفتح هذا الرابط محادثتك لمدة 30 يومًا. يُرجى عدم مشاركته مع أحد.
mail-back-title = محادثتك مع { $brand }
mail-back-text = يمكنك المتابعة في هذا المتصفح دون كلمة مرور. يُرجى القيام بذلك على جهاز تثق به فقط.
mail-back-for = إلى { $address }
mail-back-opening = ستُفتح محادثتك بعد لحظات. يتطلب ذلك JavaScript والسماح بحفظ البيانات في هذا المتصفح.
mail-back-open = محادثتك موجودة في هذه الصفحة. إذا أغلقتها فافتحها من جديد هنا.
mail-back-wrong = هذا الرابط غير مكتمل
mail-back-wrong-text = يُرجى فتحه مرة أخرى من الرسالة أو نسخه كاملًا.
mail-back-expired = انتهت صلاحية هذا الرابط
mail-back-expired-text = تسري الروابط في رسائلنا لمدة 30 يومًا. يمكنك مراسلة { $brand } في أي وقت.
mail-back-gone = لا يفتح هذا الرابط أي محادثة
mail-back-gone-text = لم تعد متاحة. يمكنك مراسلة { $brand } في أي وقت.

mail-notice-unassigned = لم يتولَّ أحد هذه المحادثة بعد ({ $brand })
mail-notice-message = كتب عميل في محادثتك ({ $brand })
mail-notice-missed = لم يتم الرد على محادثة في الوقت المناسب ({ $brand })
mail-notice-assigned = أُسندت إليك محادثة ({ $brand })
mail-notice-open = فتح المحادثة
mail-notice-why = تصلك هذه الرسالة وفق إعدادات الإشعارات لديك. ما كُتب يبقى في صندوق الوارد.
mail-notice-change = تغيير الإشعارات
