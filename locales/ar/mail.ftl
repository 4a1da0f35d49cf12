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
